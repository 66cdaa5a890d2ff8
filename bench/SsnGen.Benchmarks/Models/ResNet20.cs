using Digits;
using SsnGen;

namespace SsnGen.Benchmarks.Models;

/// <summary>CIFAR ResNet-20 (He et al., CVPR 2016) with batch normalization throughout.</summary>
[SsnModel(Channels = 3, Height = 32, Width = 32)]
public sealed partial class ResNet20Batch
{
    /// <summary>From pixels to 16 channels.</summary>
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    /// <summary>Three blocks at 32×32.</summary>
    [Repeat(3, Channels = 16)]
    public partial Stage<BasicBlock> Stage1 { get; }

    /// <summary>Three blocks at 16×16.</summary>
    [Repeat(3, Channels = 32, Stride = 2)]
    public partial Stage<BasicBlock> Stage2 { get; }

    /// <summary>Three blocks at 8×8.</summary>
    [Repeat(3, Channels = 64, Stride = 2)]
    public partial Stage<BasicBlock> Stage3 { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of CIFAR-10.</summary>
    [Linear(10)]
    public partial Layer Classifier { get; }
}

/// <summary>CIFAR ResNet-20, a third each of batch, instance and layer normalization.</summary>
[SsnModel(Channels = 3, Height = 32, Width = 32)]
public sealed partial class ResNet20Mixed
{
    /// <summary>From pixels to 16 channels.</summary>
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    /// <summary>Three blocks at 32×32.</summary>
    [Repeat(3, Channels = 16)]
    public partial Stage<BasicBlock> Stage1 { get; }

    /// <summary>Three blocks at 16×16.</summary>
    [Repeat(3, Channels = 32, Stride = 2)]
    public partial Stage<BasicBlock> Stage2 { get; }

    /// <summary>Three blocks at 8×8.</summary>
    [Repeat(3, Channels = 64, Stride = 2)]
    public partial Stage<BasicBlock> Stage3 { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of CIFAR-10.</summary>
    [Linear(10)]
    public partial Layer Classifier { get; }
}

/// <summary>CIFAR ResNet-20 as it is trained: nothing is selected yet.</summary>
[SsnModel(Channels = 3, Height = 32, Width = 32)]
public sealed partial class ResNet20
{
    /// <summary>From pixels to 16 channels.</summary>
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    /// <summary>Three blocks at 32×32.</summary>
    [Repeat(3, Channels = 16)]
    public partial Stage<BasicBlock> Stage1 { get; }

    /// <summary>Three blocks at 16×16.</summary>
    [Repeat(3, Channels = 32, Stride = 2)]
    public partial Stage<BasicBlock> Stage2 { get; }

    /// <summary>Three blocks at 8×8.</summary>
    [Repeat(3, Channels = 64, Stride = 2)]
    public partial Stage<BasicBlock> Stage3 { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of CIFAR-10.</summary>
    [Linear(10)]
    public partial Layer Classifier { get; }
}
