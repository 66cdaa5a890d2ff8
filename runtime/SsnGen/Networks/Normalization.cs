using System.Collections.Immutable;

namespace SsnGen;

/// <summary>The normalization of a layer: the choice it has and, once trained, the choice it made.</summary>
public sealed record Normalization
{
    /// <summary>The normalizers Ω, in the order of <see cref="Normalizer"/>.</summary>
    public required ImmutableArray<Normalizer> Normalizers { get; init; }

    /// <summary>Groups of the group normalizer (only meaningful where it is in Ω).</summary>
    public int Groups { get; init; } = 32;

    /// <summary>Whether mean and variance share one vector of control parameters.</summary>
    public bool SharedRatios { get; init; }

    /// <summary>The gate from control parameters to importance ratios.</summary>
    public Gate Gate { get; init; } = Gate.SparsestMax;

    /// <summary>Added to the variance before the square root.</summary>
    public float Epsilon { get; init; } = SsnAttribute.DefaultEpsilon;

    /// <summary>Weight of the new value in the running moments, PyTorch's convention.</summary>
    public float Momentum { get; init; } = 0.1f;

    /// <summary>Whether γ starts at 0.</summary>
    public bool ZeroGamma { get; init; }

    /// <summary>Whether slab variances are divided by S − 1.</summary>
    public bool Bessel { get; init; }

    /// <summary>
    /// Whether the running variance is divided by n − 1, n being the values of a channel in a batch, as PyTorch's BatchNorm does;
    /// otherwise by n, as the published layer does. A batch of one value leaves the running moments as they are.
    /// </summary>
    public bool IsRunningVarianceUnbiased { get; init; }

    /// <summary>What training chose, or null where the layer is still a mixture.</summary>
    public Selection? Selection { get; init; }

    /// <summary>
    /// What it normalizes by, in words: what is selected, as <see cref="Selection.ToString"/> says it, or the only normalizer; of a mixture all of
    /// them, such as <c>Instance + Layer + Batch</c>. Group has its groups, as in <c>Group(32)</c>.
    /// </summary>
    public override string ToString() => Selection is { } s
        ? s.Mean == s.Variance ? Words(s.Mean) : Words(s.Mean) + " / " + Words(s.Variance)
        : string.Join(" + ", Normalizers.Select(Words));

    private string Words(Normalizer normalizer) => normalizer == Normalizer.Group ? $"{normalizer}({Groups})" : normalizer.ToString();
}
