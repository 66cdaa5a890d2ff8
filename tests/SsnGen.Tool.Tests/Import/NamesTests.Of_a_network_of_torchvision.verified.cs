using SsnGen;

namespace Imported;

/// <summary>Imported from net.onnx.</summary>
[SsnModel(Channels = 3, Height = 32, Width = 32)]
public sealed partial class Net
{
    /// <summary>7x7 convolution, stride 2, padding 3: 8x16x16.</summary>
    [Conv(8, Kernel = 7, Stride = 2), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>3x3 max pooling, stride 2, padding 1: 8x8x8.</summary>
    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer Maxpool { get; }

    /// <summary>Two blocks: 8x8x8.</summary>
    [Repeat(2, Channels = 8)]
    public partial Stage<BasicBlock> Layer1 { get; }

    /// <summary>Two blocks: 16x4x4.</summary>
    [Repeat(2, Channels = 16, Stride = 2)]
    public partial Stage<BasicBlock> Layer2 { get; }

    /// <summary>Global average: 16.</summary>
    [GlobalAveragePool]
    public partial Layer Avgpool { get; }

    /// <summary>Linear: 10.</summary>
    [Linear(10)]
    public partial Layer Fc { get; }
}

using SsnGen;

namespace Imported;

/// <summary>A block of Net.</summary>
[SsnBlock]
public sealed partial class BasicBlock
{
    /// <summary>3x3 convolution, padding 1, stride of the stage.</summary>
    [Conv(Kernel = 3, Strided = true), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>3x3 convolution, padding 1.</summary>
    [Conv(Kernel = 3), BatchNorm, Shortcut, Relu]
    public partial Layer Conv2 { get; }
}
