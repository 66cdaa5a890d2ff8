using SsnGen;

namespace SsnGen.Benchmarks.Models.Imported;

/// <summary>Imported from ResNet18.onnx.</summary>
[SsnModel(Channels = 3, Height = 224, Width = 224)]
public sealed partial class ResNet18
{
    /// <summary>7x7 convolution, stride 2, padding 3: 64x112x112.</summary>
    [Conv(64, Kernel = 7, Stride = 2), BatchNorm(Momentum = 0.01165f), Relu]
    public partial Layer Conv { get; }

    /// <summary>3x3 max pooling, stride 2, padding 1: 64x56x56.</summary>
    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer Pool1 { get; }

    /// <summary>Two blocks: 64x56x56.</summary>
    [Repeat(2, Channels = 64)]
    public partial Stage<BasicBlock> Stage1 { get; }

    /// <summary>Two blocks: 128x28x28.</summary>
    [Repeat(2, Channels = 128, Stride = 2)]
    public partial Stage<BasicBlock> Stage2 { get; }

    /// <summary>Two blocks: 256x14x14.</summary>
    [Repeat(2, Channels = 256, Stride = 2)]
    public partial Stage<BasicBlock> Stage3 { get; }

    /// <summary>Three blocks: 512x7x7.</summary>
    [Repeat(3, Channels = 512, Stride = 2)]
    public partial Stage<BasicBlock> Stage4 { get; }

    /// <summary>Global average: 512.</summary>
    [GlobalAveragePool]
    public partial Layer Pool2 { get; }
}
