namespace SsnGen;

/// <summary>The normalizers that training chose for one layer.</summary>
/// <param name="Mean">The normalizer of the mean.</param>
/// <param name="Variance">The normalizer of the variance.</param>
public sealed record Selection(Normalizer Mean, Normalizer Variance)
{
    /// <summary>It in words: <c>Batch / Layer</c>, the mean first, or <c>Batch</c> where both are the same.</summary>
    public override string ToString() => Mean == Variance ? $"{Mean}" : $"{Mean} / {Variance}";
}
