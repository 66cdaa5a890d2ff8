using SsnGen;

namespace Samples.Showing;

/// <summary>What the samples say of a network.</summary>
public static class Report
{
    /// <summary>Prints a line for each normalized layer: its path, its shapes, what was selected.</summary>
    /// <param name="layers">The layers.</param>
    public static void PrintSelections(IEnumerable<Layer> layers)
    {
        foreach (var layer in layers.Where(static l => l.Normalization is not null))
        {
            Console.WriteLine($"{layer.Path,-18} {layer.Input,12} -> {layer.Output,-12} {(layer.Normalization!.Selection is { } s ? $"mean {s.Mean}, variance {s.Variance}" : "mixture")}");
        }
    }

    /// <summary>How many layers have a selection, and which normalizers they have, such as <c>layers 7 (Instance, Batch)</c>.</summary>
    /// <param name="layers">The layers.</param>
    public static string Selections(IEnumerable<Layer> layers)
    {
        var chosen = layers.Select(static l => l.Normalization?.Selection).OfType<Selection>().ToArray();
        return $"layers {chosen.Length} ({string.Join(", ", chosen.SelectMany(static s => new[] { s.Mean, s.Variance }).Distinct().Order())})";
    }

    /// <summary>Times a network on one thread and on two.</summary>
    /// <param name="time">The time on so many threads, and that of ONNX Runtime, in milliseconds.</param>
    public static string Times(Func<int, (double Own, double Other)> time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return string.Join(", ", Enumerable.Range(1, 2).Select(threads =>
        {
            var (own, other) = time(threads);
            return $"{own:F2} ms on {threads} thread{(threads == 1 ? "" : "s")} ({own / other:F2} of ONNX Runtime)";
        }));
    }
}
