namespace SsnGen.TorchSharp.Tests.Models;

/// <summary>Values that are joined: pictures, vectors, both, one of them twice, with all that a layer can do behind them.</summary>
[SsnModel(Channels = 4, Height = 6, Width = 5)]
public sealed partial class JoinedNet
{
    [Conv(16, Kernel = 3), Ssn, Relu]
    public partial Layer Stem { get; }

    [Conv(8, Kernel = 1, Bias = true)]
    public partial Layer Side { get; }

    [Concat(nameof(Stem), LayerSource.Input, nameof(Side)), Output]
    public partial Layer Joined { get; }

    [Concat(nameof(Side), nameof(Side)), Ssn, Add(nameof(Stem)), Relu, Output]
    public partial Layer Twice { get; }

    [Concat(nameof(Joined), nameof(Twice)), Conv(12, Kernel = 3, Stride = 2), Ssn, Relu, Output]
    public partial Layer Convolved { get; }

    [GlobalAveragePool]
    public partial Layer Pooled { get; }

    [Linear(7)]
    public partial Layer Vector { get; }

    [Concat(nameof(Vector), nameof(Vector)), Output]
    public partial Layer Vectors { get; }

    [Concat(nameof(Vectors), nameof(Pooled)), Output]
    public partial Layer Mixed { get; }

    [Concat(nameof(Mixed), nameof(Vector)), Linear(3)]
    public partial Layer Classifier { get; }
}
