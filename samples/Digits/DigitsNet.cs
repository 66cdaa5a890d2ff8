using SsnGen;

namespace Digits;

/// <summary>
/// A small residual network for 16×16 digits. Each <c>[Ssn]</c> lets training choose how its layer is normalized;
/// DigitsNet.Selection.cs holds what it chose.
/// </summary>
[SsnModel(Channels = 1, Height = 16, Width = 16)]
public sealed partial class DigitsNet
{
    /// <summary>From pixels to 16 channels.</summary>
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    /// <summary>One block at 16×16 pixels.</summary>
    [Repeat(1, Channels = 16)]
    public partial Stage<BasicBlock> Stage1 { get; }

    /// <summary>One block at 8×8 pixels.</summary>
    [Repeat(1, Channels = 32, Stride = 2)]
    public partial Stage<BasicBlock> Stage2 { get; }

    /// <summary>The average of each channel.</summary>
    [GlobalAveragePool]
    public partial Layer Pool { get; }

    /// <summary>One logit per digit.</summary>
    [Linear(10)]
    public partial Layer Classifier { get; }
}
