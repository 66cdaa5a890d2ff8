using SsnGen;

namespace Networks;

/// <summary>MobileNetV2 (Sandler et al., CVPR 2018).</summary>
[SsnModel(Channels = 3, Height = 224, Width = 224)]
public sealed partial class MobileNetV2
{
    /// <summary>From pixels to 32 channels at half the size.</summary>
    [Conv(32, Kernel = 3, Stride = 2), BatchNorm, Relu6]
    public partial Layer Stem { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true), BatchNorm, Relu6]
    public partial Layer First { get; }

    /// <summary>To 16 channels.</summary>
    [Conv(16, Kernel = 1), BatchNorm]
    public partial Layer FirstProject { get; }

    /// <summary>56×56.</summary>
    [Repeat(1, Channels = 24, Stride = 2)]
    public partial Stage<InvertedBottleneck> Stage1First { get; }

    /// <summary>56×56.</summary>
    [Repeat(1, Channels = 24)]
    public partial Stage<InvertedResidual> Stage1 { get; }

    /// <summary>28×28.</summary>
    [Repeat(1, Channels = 32, Stride = 2)]
    public partial Stage<InvertedBottleneck> Stage2First { get; }

    /// <summary>28×28.</summary>
    [Repeat(2, Channels = 32)]
    public partial Stage<InvertedResidual> Stage2 { get; }

    /// <summary>14×14.</summary>
    [Repeat(1, Channels = 64, Stride = 2)]
    public partial Stage<InvertedBottleneck> Stage3First { get; }

    /// <summary>14×14.</summary>
    [Repeat(3, Channels = 64)]
    public partial Stage<InvertedResidual> Stage3 { get; }

    /// <summary>14×14.</summary>
    [Repeat(1, Channels = 96)]
    public partial Stage<InvertedBottleneck> Stage4First { get; }

    /// <summary>14×14.</summary>
    [Repeat(2, Channels = 96)]
    public partial Stage<InvertedResidual> Stage4 { get; }

    /// <summary>7×7.</summary>
    [Repeat(1, Channels = 160, Stride = 2)]
    public partial Stage<InvertedBottleneck> Stage5First { get; }

    /// <summary>7×7.</summary>
    [Repeat(2, Channels = 160)]
    public partial Stage<InvertedResidual> Stage5 { get; }

    /// <summary>7×7.</summary>
    [Repeat(1, Channels = 320)]
    public partial Stage<InvertedBottleneck> Stage6 { get; }

    /// <summary>To 1280 channels.</summary>
    [Conv(1280, Kernel = 1), BatchNorm, Relu6]
    public partial Layer Last { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool, Dropout(0.2f)]
    public partial Layer Pool { get; }

    /// <summary>One logit per class of ImageNet.</summary>
    [Linear(1000)]
    public partial Layer Classifier { get; }
}

/// <summary>Six times the channels in the middle, each convolved by itself there, and no activation at the end.</summary>
[SsnBlock]
public sealed partial class InvertedBottleneck
{
    /// <summary>To six times the channels.</summary>
    [Conv(Kernel = 1, Expansion = 6), BatchNorm, Relu6]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself, with the stage's stride.</summary>
    [Conv(Kernel = 3, Depthwise = true, Strided = true), BatchNorm, Relu6]
    public partial Layer Depthwise { get; }

    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm]
    public partial Layer Project { get; }
}

/// <summary>The same, added to what it reads.</summary>
[SsnBlock]
public sealed partial class InvertedResidual
{
    /// <summary>To six times the channels.</summary>
    [Conv(Kernel = 1, Expansion = 6), BatchNorm, Relu6]
    public partial Layer Expand { get; }

    /// <summary>Each channel by itself.</summary>
    [Conv(Kernel = 3, Depthwise = true), BatchNorm, Relu6]
    public partial Layer Depthwise { get; }

    /// <summary>To the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm, Add(LayerSource.Input)]
    public partial Layer Project { get; }
}
