using SsnGen;

namespace Networks;

/// <summary>DenseNet-121 (Huang et al., CVPR 2017): each layer reads all before it, which lie side by side, so that none is copied.</summary>
[SsnModel(Channels = 3, Height = 224, Width = 224)]
public sealed partial class DenseNet121
{
    /// <summary>From pixels to 64 channels at half the size.</summary>
    [Conv(64, Kernel = 7, Stride = 2), BatchNorm, Relu]
    public partial Layer Stem { get; }

    /// <summary>Half the size again.</summary>
    [MaxPool(3, Stride = 2, Padding = 1)]
    public partial Layer StemPool { get; }

    /// <summary>56×56, from 64 to 256 channels.</summary>
    [Repeat(6)]
    public partial Stage<DenseLayer> Dense1 { get; }

    /// <summary>Half the channels and the size.</summary>
    [Repeat(1, Channels = 128)]
    public partial Stage<Transition> Transition1 { get; }

    /// <summary>28×28, from 128 to 512 channels.</summary>
    [Repeat(12)]
    public partial Stage<DenseLayer> Dense2 { get; }

    /// <summary>Half the channels and the size.</summary>
    [Repeat(1, Channels = 256)]
    public partial Stage<Transition> Transition2 { get; }

    /// <summary>14×14, from 256 to 1024 channels.</summary>
    [Repeat(24)]
    public partial Stage<DenseLayer> Dense3 { get; }

    /// <summary>Half the channels and the size.</summary>
    [Repeat(1, Channels = 512)]
    public partial Stage<Transition> Transition3 { get; }

    /// <summary>7×7, from 512 to 1024 channels.</summary>
    [Repeat(16)]
    public partial Stage<DenseLayer> Dense4 { get; }

    /// <summary>Normalized once more.</summary>
    [BatchNorm, Relu]
    public partial Layer Norm { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of ImageNet.</summary>
    [Linear(1000)]
    public partial Layer Classifier { get; }
}

/// <summary>Makes 32 channels of all before, and adds them to these.</summary>
[SsnBlock]
public sealed partial class DenseLayer
{
    /// <summary>Normalized and activated.</summary>
    [BatchNorm, Relu]
    public partial Layer Before { get; }

    /// <summary>To 128 channels.</summary>
    [Conv(128, Kernel = 1), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>To 32.</summary>
    [Conv(32, Kernel = 3, Bias = false)]
    public partial Layer Conv2 { get; }

    /// <summary>What it reads, and what it adds.</summary>
    [Concat(LayerSource.Input, nameof(Conv2))]
    public partial Layer All { get; }
}

/// <summary>Half the channels, half the size.</summary>
[SsnBlock]
public sealed partial class Transition
{
    /// <summary>Normalized and activated.</summary>
    [BatchNorm, Relu]
    public partial Layer Before { get; }

    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1, Bias = false)]
    public partial Layer Conv { get; }

    /// <summary>Half the size.</summary>
    [AveragePool(2)]
    public partial Layer Pool { get; }
}
