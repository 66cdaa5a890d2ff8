using SsnGen;

namespace Video;

/// <summary>Two convolutions and a shortcut around them (He et al., CVPR 2016): of 3×3 pixels in frames, of 3×3×3 in clips.</summary>
[SsnBlock]
public sealed partial class BasicBlock
{
    /// <summary>The convolution that carries the stage's strides.</summary>
    [Conv(Kernel = 3, Strided = true), Ssn, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>The convolution whose output meets the shortcut.</summary>
    [Conv(Kernel = 3), Ssn, Shortcut, Relu]
    public partial Layer Conv2 { get; }
}
