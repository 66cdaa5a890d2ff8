using ImageNet;
using SsnGen;

namespace SsnGen.Benchmarks.Models;

/// <summary>ResNet-50 with batch normalization throughout.</summary>
[SsnModel(Channels = 3, Height = 224, Width = 224)]
public sealed partial class ResNet50Batch
{
    /// <summary>From pixels to 64 channels at half the size.</summary>
    [Conv(64, Kernel = 7, Stride = 2), Ssn, Relu]
    public partial Layer Stem { get; }

    /// <summary>Half the size again.</summary>
    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer StemPool { get; }

    /// <summary>Three blocks at 56×56.</summary>
    [Repeat(3, Channels = 256)]
    public partial Stage<Bottleneck> Stage1 { get; }

    /// <summary>Four blocks at 28×28.</summary>
    [Repeat(4, Channels = 512, Stride = 2)]
    public partial Stage<Bottleneck> Stage2 { get; }

    /// <summary>Six blocks at 14×14.</summary>
    [Repeat(6, Channels = 1024, Stride = 2)]
    public partial Stage<Bottleneck> Stage3 { get; }

    /// <summary>Three blocks at 7×7.</summary>
    [Repeat(3, Channels = 2048, Stride = 2)]
    public partial Stage<Bottleneck> Stage4 { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of ImageNet.</summary>
    [Linear(1000)]
    public partial Layer Classifier { get; }
}

/// <summary>ResNet-50, a third each of batch, instance and layer normalization.</summary>
[SsnModel(Channels = 3, Height = 224, Width = 224)]
public sealed partial class ResNet50Mixed
{
    /// <summary>From pixels to 64 channels at half the size.</summary>
    [Conv(64, Kernel = 7, Stride = 2), Ssn, Relu]
    public partial Layer Stem { get; }

    /// <summary>Half the size again.</summary>
    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer StemPool { get; }

    /// <summary>Three blocks at 56×56.</summary>
    [Repeat(3, Channels = 256)]
    public partial Stage<Bottleneck> Stage1 { get; }

    /// <summary>Four blocks at 28×28.</summary>
    [Repeat(4, Channels = 512, Stride = 2)]
    public partial Stage<Bottleneck> Stage2 { get; }

    /// <summary>Six blocks at 14×14.</summary>
    [Repeat(6, Channels = 1024, Stride = 2)]
    public partial Stage<Bottleneck> Stage3 { get; }

    /// <summary>Three blocks at 7×7.</summary>
    [Repeat(3, Channels = 2048, Stride = 2)]
    public partial Stage<Bottleneck> Stage4 { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of ImageNet.</summary>
    [Linear(1000)]
    public partial Layer Classifier { get; }
}
