using SsnGen.Tool.Selections;

namespace SsnGen.Tool.Differences;

/// <summary>A layer that two selections choose different normalizers for.</summary>
/// <param name="Layer">The path of the layer.</param>
/// <param name="First">What the first one chooses, mean and variance.</param>
/// <param name="Second">What the second one chooses.</param>
internal sealed record ChangedLayer(string Layer, string First, string Second);

/// <summary>How two selections differ.</summary>
/// <param name="OnlyInFirst">Layers that only the first one selects.</param>
/// <param name="OnlyInSecond">Layers that only the second one selects.</param>
/// <param name="Changed">Layers with other normalizers.</param>
/// <param name="Equal">How many layers agree.</param>
internal sealed record SelectionDifference(IReadOnlyList<string> OnlyInFirst, IReadOnlyList<string> OnlyInSecond, IReadOnlyList<ChangedLayer> Changed, int Equal)
{
    /// <summary>Whether there is none.</summary>
    public bool IsNone => OnlyInFirst.Count + OnlyInSecond.Count + Changed.Count == 0;

    /// <summary>Compares two selection files.</summary>
    public static SelectionDifference Of(string first, string second)
    {
        var (a, b) = (SelectionSource.Read(first), SelectionSource.Read(second));
        List<ChangedLayer> changed = [.. from entry in a
            where b.TryGetValue(entry.Key, out var other) && other != entry.Value
            select new ChangedLayer(entry.Key, Words(entry.Value), Words(b[entry.Key]))];
        return new SelectionDifference([.. a.Keys.Where(key => !b.ContainsKey(key))], [.. b.Keys.Where(key => !a.ContainsKey(key))], changed, a.Keys.Count(b.ContainsKey) - changed.Count);
    }

    /// <summary>It in words.</summary>
    public IEnumerable<string> Lines() =>
    [
        .. OnlyInFirst.Select(static layer => "- " + layer),
        .. OnlyInSecond.Select(static layer => "+ " + layer),
        .. Changed.Select(static layer => $"! {layer.Layer}: {layer.First} -> {layer.Second}"),
        $"{Equal} layers agree, {Changed.Count} differ, {OnlyInFirst.Count} only in the first, {OnlyInSecond.Count} only in the second",
    ];

    private static string Words((Normalizer Mean, Normalizer Variance) selection) => $"{selection.Mean}, {selection.Variance}";
}
