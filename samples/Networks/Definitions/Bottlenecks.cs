using SsnGen;

namespace Networks;

/// <summary>A 3×3 convolution between two of 1×1, at a quarter of the stage's channels, and a shortcut (He et al., CVPR 2016).</summary>
[SsnBlock]
public sealed partial class Bottleneck
{
    /// <summary>To a quarter of the channels.</summary>
    [Conv(Kernel = 1, Reduction = 4), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>The convolution that carries the stage's stride.</summary>
    [Conv(Kernel = 3, Reduction = 4, Strided = true), BatchNorm, Relu]
    public partial Layer Conv2 { get; }

    /// <summary>Back to the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm, Shortcut, Relu]
    public partial Layer Conv3 { get; }
}

/// <summary>The same with twice the distance between taps, in place of a stride (Chen et al., arXiv 1706.05587).</summary>
[SsnBlock]
public sealed partial class Bottleneck2
{
    /// <summary>To a quarter of the channels.</summary>
    [Conv(Kernel = 1, Reduction = 4), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>The dilated convolution.</summary>
    [Conv(Kernel = 3, Reduction = 4, Dilation = 2), BatchNorm, Relu]
    public partial Layer Conv2 { get; }

    /// <summary>Back to the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm, Shortcut, Relu]
    public partial Layer Conv3 { get; }
}

/// <summary>The same with four times the distance.</summary>
[SsnBlock]
public sealed partial class Bottleneck4
{
    /// <summary>To a quarter of the channels.</summary>
    [Conv(Kernel = 1, Reduction = 4), BatchNorm, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>The dilated convolution.</summary>
    [Conv(Kernel = 3, Reduction = 4, Dilation = 4), BatchNorm, Relu]
    public partial Layer Conv2 { get; }

    /// <summary>Back to the stage's channels.</summary>
    [Conv(Kernel = 1), BatchNorm, Shortcut, Relu]
    public partial Layer Conv3 { get; }
}
