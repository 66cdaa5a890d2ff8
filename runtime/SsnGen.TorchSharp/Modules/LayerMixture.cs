using System.Globalization;

namespace SsnGen.TorchSharp;

/// <summary>A layer that is still a mixture of normalizers, and why.</summary>
/// <param name="Path">The path of the layer, such as <c>Stage2.0.Conv1</c>.</param>
/// <param name="Reason">Why its mean or its variance is not fixed, in words that follow "it stays a mixture:".</param>
public sealed record LayerMixture(string Path, string Reason)
{
    /// <summary>It in one line, such as <c>Stem stays a mixture: both ratios are never one-hot under the gate Softmax</c>.</summary>
    public override string ToString() => $"{Path} stays a mixture: {Reason}";

    internal static LayerMixture Of(SsnNorm norm)
    {
        var (mean, variance) = (norm.Ratios.Mean, norm.Ratios.Variance);
        var open = norm.Ratios.AreShared ? "the ratios of mean and variance are" : mean.IsFixed ? "the ratios of the variance are" : variance.IsFixed ? "the ratios of the mean are" : "both ratios are";
        var count = (double)mean.Count;
        var reason = mean.Gate switch
        {
            Gate.SparsestMax => string.Create(
                CultureInfo.InvariantCulture,
                $"{open} not one-hot at radius {norm.Radius:0.###}; with {count} normalizers they are from {Math.Sqrt((count - 1) / count):0.###} on"),
            Gate.Sparsemax => $"{open} not one-hot, to which the gate Sparsemax never forces them",
            Gate.Softmax => $"{open} never one-hot under the gate Softmax",
            _ => throw new InvalidOperationException($"Layer '{norm.Path}' has the unknown gate {mean.Gate}."),
        };
        return new LayerMixture(norm.Path, reason);
    }
}
