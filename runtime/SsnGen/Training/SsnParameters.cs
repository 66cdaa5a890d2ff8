namespace SsnGen.Training;

/// <summary>What one SSN layer computes with, besides its input.</summary>
public readonly ref struct SsnParameters
{
    /// <summary>γ, [C].</summary>
    public required ReadOnlySpan<float> Gamma { get; init; }

    /// <summary>β, [C].</summary>
    public required ReadOnlySpan<float> Beta { get; init; }

    /// <summary>The importance ratios p of the means, [K], in the order of the kernel's normalizers; exact zeros where a normalizer is off.</summary>
    public required ReadOnlySpan<double> MeanRatios { get; init; }

    /// <summary>The importance ratios q of the variances, [K].</summary>
    public required ReadOnlySpan<double> VarianceRatios { get; init; }

    /// <summary>
    /// The running mean of the batch normalizer, [C], moved by training; empty where batch is not in Ω. Where a moment of
    /// any channel would not stay finite, no channel's moments are moved (<see cref="SsnWorkspace.RefusedBatch"/>).
    /// </summary>
    public Span<float> RunningMean { get; init; }

    /// <summary>
    /// The running variance of the batch normalizer, [C], moved as the running mean is; empty where batch is not in Ω.
    /// </summary>
    public Span<float> RunningVariance { get; init; }

    /// <summary>
    /// Whether the running variance is divided by n − 1, n = N·S, as PyTorch's BatchNorm does, instead of by n, as the published layer
    /// does; a batch of one value then leaves the running moments as they are.
    /// </summary>
    public bool IsRunningVarianceUnbiased { get; init; }

    /// <summary>Weight of the new value in the running moments, from 0 to 1: PyTorch's convention.</summary>
    public float Momentum { get; init; }
}
