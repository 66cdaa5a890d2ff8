using SsnGen;

namespace Networks;

/// <summary>ResNet-50 whose layers are normalized and activated before they convolve (He et al., ECCV 2016).</summary>
[SsnModel(Channels = 3, Height = 224, Width = 224)]
public sealed partial class ResNet50V2
{
    /// <summary>From pixels to 64 channels at half the size.</summary>
    [Conv(64, Kernel = 7, Stride = 2)]
    public partial Layer Stem { get; }

    /// <summary>Half the size again.</summary>
    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer StemPool { get; }

    /// <summary>56×56, to 256 channels.</summary>
    [Repeat(1, Channels = 256)]
    public partial Stage<PreBottleneckFirst> Stage1First { get; }

    /// <summary>56×56.</summary>
    [Repeat(2, Channels = 256)]
    public partial Stage<PreBottleneck> Stage1 { get; }

    /// <summary>28×28, to 512 channels.</summary>
    [Repeat(1, Channels = 512, Stride = 2)]
    public partial Stage<PreBottleneckFirst> Stage2First { get; }

    /// <summary>28×28.</summary>
    [Repeat(3, Channels = 512)]
    public partial Stage<PreBottleneck> Stage2 { get; }

    /// <summary>14×14, to 1024 channels.</summary>
    [Repeat(1, Channels = 1024, Stride = 2)]
    public partial Stage<PreBottleneckFirst> Stage3First { get; }

    /// <summary>14×14.</summary>
    [Repeat(5, Channels = 1024)]
    public partial Stage<PreBottleneck> Stage3 { get; }

    /// <summary>7×7, to 2048 channels.</summary>
    [Repeat(1, Channels = 2048, Stride = 2)]
    public partial Stage<PreBottleneckFirst> Stage4First { get; }

    /// <summary>7×7.</summary>
    [Repeat(2, Channels = 2048)]
    public partial Stage<PreBottleneck> Stage4 { get; }

    /// <summary>The last sum is normalized too.</summary>
    [BatchNorm, Relu]
    public partial Layer Norm { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of ImageNet.</summary>
    [Linear(1000)]
    public partial Layer Classifier { get; }
}

/// <summary>A bottleneck behind normalization and activation.</summary>
[SsnBlock]
public sealed partial class PreBottleneck
{
    /// <summary>Normalized and activated.</summary>
    [BatchNorm, Relu]
    public partial Layer Before { get; }

    /// <summary>To a quarter of the channels.</summary>
    [Conv(Kernel = 1, Reduction = 4), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>At a quarter of the channels.</summary>
    [Conv(Kernel = 3, Reduction = 4), BatchNorm, Relu]
    public partial Layer Conv2 { get; }

    /// <summary>Back to the stage's channels, and to what the block reads.</summary>
    [Conv(Kernel = 1), Add(LayerSource.Input)]
    public partial Layer Conv3 { get; }
}

/// <summary>The first of a stage: what it reads is convolved too, once it is normalized.</summary>
[SsnBlock]
public sealed partial class PreBottleneckFirst
{
    /// <summary>Normalized and activated.</summary>
    [BatchNorm, Relu]
    public partial Layer Before { get; }

    /// <summary>In the shape of the stage.</summary>
    [Conv(Kernel = 1, Strided = true)]
    public partial Layer Projection { get; }

    /// <summary>To a quarter of the channels.</summary>
    [Conv(Kernel = 1, Reduction = 4), From(nameof(Before)), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>The convolution that carries the stage's stride.</summary>
    [Conv(Kernel = 3, Reduction = 4, Strided = true), BatchNorm, Relu]
    public partial Layer Conv2 { get; }

    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), Add(nameof(Projection))]
    public partial Layer Conv3 { get; }
}
