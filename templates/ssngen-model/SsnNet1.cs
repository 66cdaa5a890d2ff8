using SsnGen;

namespace SsnNamespace;

/// <summary>A residual network that tells 4444 classes apart; its layers choose their normalizers in training.</summary>
[SsnModel(Channels = 1111, Height = 2222, Width = 3333)]
public sealed partial class SsnNet1
{
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    [Repeat(2, Channels = 16)]
    public partial Stage<SsnNet1Block> Stage1 { get; }

    [Repeat(2, Channels = 32, Stride = 2)]
    public partial Stage<SsnNet1Block> Stage2 { get; }

    [GlobalAveragePool]
    public partial Layer Pool { get; }

    [Linear(4444)]
    public partial Layer Classifier { get; }
}

/// <summary>Two convolutions, and what the block reads added to them.</summary>
[SsnBlock]
public sealed partial class SsnNet1Block
{
    [Conv(Kernel = 3, Strided = true), Ssn, Relu]
    public partial Layer Conv1 { get; }

    [Conv(Kernel = 3), Ssn, Shortcut, Relu]
    public partial Layer Conv2 { get; }
}
