namespace SsnGen.History;

/// <summary>The importance ratios of one layer in one step.</summary>
/// <param name="Mean">The ratios p of the means, in the order of the layer's normalizers; they sum to 1.</param>
/// <param name="Variance">The ratios q of the variances; the same where mean and variance share them.</param>
/// <param name="IsMeanFixed">Whether those of the means are fixed: one-hot for good.</param>
/// <param name="IsVarianceFixed">Whether those of the variances are.</param>
public sealed record HistoryRatios(ReadOnlyMemory<float> Mean, ReadOnlyMemory<float> Variance, bool IsMeanFixed, bool IsVarianceFixed);
