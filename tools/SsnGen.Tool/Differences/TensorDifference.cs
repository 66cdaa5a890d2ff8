using System.Globalization;
using SsnGen.Files;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Differences;

/// <summary>A tensor that is in both files, and another.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Types and shapes where they differ; null where only values do.</param>
/// <param name="Values">How many values differ.</param>
/// <param name="Absolute">The largest difference of two values; NaN where one of them is not a number.</param>
/// <param name="Relative">The largest difference of two values, divided by the larger one of the two.</param>
internal sealed record ChangedTensor(string Name, string? Description, long Values, double Absolute, double Relative)
{
    /// <inheritdoc/>
    public override string ToString() => Description is not null
        ? $"! {Name}: {Description}"
        : string.Create(CultureInfo.InvariantCulture, $"! {Name}: {Values} values differ, by at most {Absolute:G4}, relatively {Relative:G4}");
}

/// <summary>An entry of the metadata that differs.</summary>
/// <param name="Key">Its key.</param>
/// <param name="First">Its value in the first file; null where that has none.</param>
/// <param name="Second">Its value in the second one.</param>
internal sealed record ChangedEntry(string Key, string? First, string? Second);

/// <summary>How two files of tensors differ.</summary>
/// <param name="Metadata">Metadata that differ.</param>
/// <param name="OnlyInFirst">Tensors that only the first file has.</param>
/// <param name="OnlyInSecond">Tensors that only the second file has.</param>
/// <param name="Changed">Tensors that differ.</param>
/// <param name="Equal">How many tensors agree.</param>
internal sealed record TensorDifference(
    IReadOnlyList<ChangedEntry> Metadata, IReadOnlyList<string> OnlyInFirst, IReadOnlyList<string> OnlyInSecond, IReadOnlyList<ChangedTensor> Changed, int Equal)
{
    /// <summary>Whether there is none.</summary>
    public bool IsNone => Metadata.Count + OnlyInFirst.Count + OnlyInSecond.Count + Changed.Count == 0;

    /// <summary>Compares two files.</summary>
    /// <exception cref="WeightsException">A file is damaged.</exception>
    public static TensorDifference Of(string first, string second)
    {
        using var a = TensorFile.Open(first);
        using var b = TensorFile.Open(second);
        var others = b.Tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
        var own = a.Tensors.Select(static tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        var changed = a.Tensors.Where(tensor => others.ContainsKey(tensor.Name)).Select(tensor => Compare(a, tensor, b, others[tensor.Name])).OfType<ChangedTensor>().ToList();
        return new TensorDifference(
            [.. from key in a.Metadata.Keys.Union(b.Metadata.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                let values = (First: a.Metadata.GetValueOrDefault(key), Second: b.Metadata.GetValueOrDefault(key))
                where values.First != values.Second
                select new ChangedEntry(key, values.First, values.Second)],
            [.. own.Where(name => !others.ContainsKey(name))],
            [.. others.Keys.Where(name => !own.Contains(name))],
            changed,
            own.Count(others.ContainsKey) - changed.Count);
    }

    /// <summary>It in words.</summary>
    public IEnumerable<string> Lines() =>
    [
        .. Metadata.Select(static entry => $"! {entry.Key}: {entry.First ?? "(none)"} -> {entry.Second ?? "(none)"}"),
        .. OnlyInFirst.Select(static name => "- " + name),
        .. OnlyInSecond.Select(static name => "+ " + name),
        .. Changed.Select(static tensor => tensor.ToString()),
        $"{Equal} tensors agree, {Changed.Count} differ, {OnlyInFirst.Count} only in the first, {OnlyInSecond.Count} only in the second",
    ];

    private static ChangedTensor? Compare(TensorFile a, TensorEntry first, TensorFile b, TensorEntry second)
    {
        if (first.Type != second.Type || !first.Shape.SequenceEqual(second.Shape))
        {
            return new ChangedTensor(first.Name, $"{first.Type} {ShapeText.Of(first.Shape.AsSpan())} -> {second.Type} {ShapeText.Of(second.Shape.AsSpan())}", 0, 0, 0);
        }

        var (x, y) = (a.ToBytes(first), b.ToBytes(second));
        return x.AsSpan().SequenceEqual(y) ? null
            : first.Element == SafetensorsType.Other ? new ChangedTensor(first.Name, $"{first.Type}, other bytes", 0, 0, 0)
            : Summed(first.Name, first.IsFloat
                ? Differing(TensorValues.Doubles(first, x), TensorValues.Doubles(second, y))
                : Differing(a.ToLongs(first), b.ToLongs(second)));
    }

    // Of bytes that differ: 0 and -0 differ too, by 0.
    private static IEnumerable<(double Difference, double Larger)> Differing(double[] x, double[] y) =>
        from i in Enumerable.Range(0, x.Length)
        where BitConverter.DoubleToInt64Bits(x[i]) != BitConverter.DoubleToInt64Bits(y[i])
        select (x[i] == y[i] ? 0 : Math.Abs(x[i] - y[i]), Math.Max(Math.Abs(x[i]), Math.Abs(y[i])));

    // Not every one of them is a double.
    private static IEnumerable<(double Difference, double Larger)> Differing(long[] x, long[] y) =>
        from i in Enumerable.Range(0, x.Length)
        where x[i] != y[i]
        select ((double)Int128.Abs((Int128)x[i] - y[i]), Math.Max(Math.Abs((double)x[i]), Math.Abs((double)y[i])));

    private static ChangedTensor Summed(string name, IEnumerable<(double Difference, double Larger)> values)
    {
        var (count, absolute, relative) = (0L, 0.0, 0.0);
        foreach (var (difference, larger) in values)
        {
            count++;
            absolute = Math.Max(absolute, difference);
            relative = Math.Max(relative, difference == 0 ? 0 : difference / larger);
        }

        return new ChangedTensor(name, null, count, absolute, relative);
    }
}
