using System.Collections.Immutable;

namespace SsnGen.Tool.Weights;

/// <summary>What control parameters weigh where nothing says so, as in the published layers.</summary>
internal static class PublishedNormalizers
{
    /// <summary>Control parameters that are read; no layer has as many, and a file may claim any number.</summary>
    private const int MaximumCount = 16;

    /// <summary>What is wrong with a number of control parameters, in words; null for nothing.</summary>
    public static string? Problem(int count) => count is >= 1 and <= MaximumCount ? null : $"it has {count} control parameters, and 1 to {MaximumCount} are supported";

    /// <summary>The normalizers of so many control parameters, in their order; default where that cannot be known.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="hasMoments">Whether there are running moments: then batch is among them.</param>
    /// <remarks>Three are instance, layer and batch; of two, SwitchNorm2d without batch has the first two, SwitchNorm1d the last two.</remarks>
    public static ImmutableArray<Normalizer> Of(int count, bool hasMoments) => (count, hasMoments) switch
    {
        (3, true) => [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch],
        (2, false) => [Normalizer.Instance, Normalizer.Layer],
        (2, true) => [Normalizer.Layer, Normalizer.Batch],
        (1, true) => [Normalizer.Batch],
        _ => default,
    };
}
