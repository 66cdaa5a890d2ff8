using SsnGen;

namespace SsnApp._1;

/// <summary>Two convolutions, and what the block reads added to them.</summary>
[SsnBlock]
public sealed partial class BasicBlock
{
    [Conv(Kernel = 3, Strided = true), Ssn, Relu]
    public partial Layer Conv1 { get; }

    [Conv(Kernel = 3), Ssn, Shortcut, Relu]
    public partial Layer Conv2 { get; }
}
