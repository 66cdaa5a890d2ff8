using SsnGen;

namespace Networks;

/// <summary>ShuffleNetV2 (Ma et al., ECCV 2018), of normal width.</summary>
[SsnModel(Channels = 3, Height = 224, Width = 224)]
public sealed partial class ShuffleNetV2
{
    /// <summary>From pixels to 24 channels at half the size.</summary>
    [Conv(24, Kernel = 3, Stride = 2), BatchNorm, Relu]
    public partial Layer Stem { get; }

    /// <summary>Half the size again.</summary>
    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer StemPool { get; }

    /// <summary>28×28.</summary>
    [Repeat(1, Channels = 116, Stride = 2)]
    public partial Stage<ShuffleDown> Stage2First { get; }

    /// <summary>28×28.</summary>
    [Repeat(3, Channels = 116)]
    public partial Stage<ShuffleUnit> Stage2 { get; }

    /// <summary>14×14.</summary>
    [Repeat(1, Channels = 232, Stride = 2)]
    public partial Stage<ShuffleDown> Stage3First { get; }

    /// <summary>14×14.</summary>
    [Repeat(7, Channels = 232)]
    public partial Stage<ShuffleUnit> Stage3 { get; }

    /// <summary>7×7.</summary>
    [Repeat(1, Channels = 464, Stride = 2)]
    public partial Stage<ShuffleDown> Stage4First { get; }

    /// <summary>7×7.</summary>
    [Repeat(3, Channels = 464)]
    public partial Stage<ShuffleUnit> Stage4 { get; }

    /// <summary>To 1024 channels.</summary>
    [Conv(1024, Kernel = 1), BatchNorm, Relu]
    public partial Layer Last { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of ImageNet.</summary>
    [Linear(1000)]
    public partial Layer Classifier { get; }
}

/// <summary>Half of the channels stay as they are; then both halves are mixed.</summary>
[SsnBlock]
public sealed partial class ShuffleUnit
{
    /// <summary>What stays.</summary>
    [Chunk(0, 2)]
    public partial Layer Kept { get; }

    /// <summary>What is convolved.</summary>
    [Chunk(1, 2), From(LayerSource.Input)]
    public partial Layer Part { get; }

    /// <summary>Among channels.</summary>
    [Conv(Kernel = 1, Reduction = 2), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true), BatchNorm]
    public partial Layer Conv2 { get; }

    /// <summary>Among channels.</summary>
    [Conv(Kernel = 1, Reduction = 2), BatchNorm, Relu]
    public partial Layer Conv3 { get; }

    /// <summary>Both halves, mixed.</summary>
    [Concat(nameof(Kept), nameof(Conv3)), ChannelShuffle(2)]
    public partial Layer Mixed { get; }
}

/// <summary>At half the size all channels are convolved, twice.</summary>
[SsnBlock]
public sealed partial class ShuffleDown
{
    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true, Strided = true), BatchNorm]
    public partial Layer Side1 { get; }

    /// <summary>Among channels.</summary>
    [Conv(Kernel = 1, Reduction = 2), BatchNorm, Relu]
    public partial Layer Side2 { get; }

    /// <summary>Among channels.</summary>
    [Conv(Kernel = 1, Reduction = 2), From(LayerSource.Input), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true, Strided = true), BatchNorm]
    public partial Layer Conv2 { get; }

    /// <summary>Among channels.</summary>
    [Conv(Kernel = 1, Reduction = 2), BatchNorm, Relu]
    public partial Layer Conv3 { get; }

    /// <summary>Both, mixed.</summary>
    [Concat(nameof(Side2), nameof(Conv3)), ChannelShuffle(2)]
    public partial Layer Mixed { get; }
}
