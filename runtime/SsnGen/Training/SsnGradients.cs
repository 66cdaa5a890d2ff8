namespace SsnGen.Training;

/// <summary>Where the backward pass of one SSN layer writes the gradients of its parameters. Everything is overwritten, not added to.</summary>
public readonly ref struct SsnGradients
{
    /// <summary>∂L/∂γ, [C].</summary>
    public required Span<float> Gamma { get; init; }

    /// <summary>∂L/∂β, [C].</summary>
    public required Span<float> Beta { get; init; }

    /// <summary>∂L/∂p, [K]; empty where the ratios are fixed.</summary>
    public Span<double> MeanRatios { get; init; }

    /// <summary>∂L/∂q, [K]; empty where the ratios are fixed.</summary>
    public Span<double> VarianceRatios { get; init; }
}
