using SsnGen.History;

namespace SsnGen.Tool.Plots;

/// <summary>Leaves so many steps of a training as a picture shows: a report of a long one is not longer.</summary>
internal static class Thinning
{
    /// <summary>Steps at the same distance, the first and the last of them.</summary>
    /// <param name="steps">All steps.</param>
    /// <param name="most">At most so many, and at least two.</param>
    public static IReadOnlyList<HistoryStep> Of(IReadOnlyList<HistoryStep> steps, int most) => [.. Places(steps.Count, most).Select(i => steps[i])];

    /// <summary>Where they stand among all.</summary>
    public static IEnumerable<int> Places(int count, int most) =>
        count <= most ? Enumerable.Range(0, count) : Enumerable.Range(0, most).Select(i => (int)((long)i * (count - 1) / (most - 1)));
}
