using SsnGen;

namespace Segmentation;

/// <summary>Two 3×3 convolutions and a shortcut around them (He et al., CVPR 2016).</summary>
[SsnBlock]
public sealed partial class BasicBlock
{
    /// <summary>The convolution that carries the stage's stride.</summary>
    [Conv(Kernel = 3, Strided = true), Ssn, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>The convolution whose output meets the shortcut.</summary>
    [Conv(Kernel = 3), Ssn, Shortcut, Relu]
    public partial Layer Conv2 { get; }
}

/// <summary>The same with taps two pixels apart (Yu and Koltun, ICLR 2016): it sees more, and the picture stays as large.</summary>
[SsnBlock]
public sealed partial class DilatedBlock
{
    /// <summary>The first convolution.</summary>
    [Conv(Kernel = 3, Dilation = 2), Ssn, Relu]
    public partial Layer Conv1 { get; }

    /// <summary>The convolution whose output meets the shortcut.</summary>
    [Conv(Kernel = 3, Dilation = 2), Ssn, Shortcut, Relu]
    public partial Layer Conv2 { get; }
}
