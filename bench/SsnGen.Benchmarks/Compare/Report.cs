using System.Globalization;

namespace SsnGen.Benchmarks.Compare;

/// <summary>
/// Writes comparisons as CSV to standard output, and remembers the targets that were missed. A ratio below 1 says that
/// ours is faster; <c>limit_fraction</c> is the share of what the machine could do, measured in the same run.
/// </summary>
internal sealed class Report
{
    private readonly List<string> _misses = [];

    /// <summary>One line per missed target.</summary>
    public IReadOnlyList<string> Misses => _misses;

    public static void Head() => Console.WriteLine("suite,case,threads,ours_ms,reference,reference_ms,ratio,limit_fraction,target");

    /// <summary>Writes a row.</summary>
    /// <param name="ours">Our time in milliseconds.</param>
    /// <param name="reference">What it is compared with.</param>
    /// <param name="referenceMs">Its time in milliseconds.</param>
    /// <param name="limitFraction">The share of the machine's limit that we reach; NaN where no limit applies.</param>
    public void Row(string suite, string name, int threads, double ours, string reference, double referenceMs, double limitFraction = double.NaN, Target? target = null)
    {
        var ratio = ours / referenceMs;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{suite},{name},{threads},{ours:F4},{reference},{referenceMs:F4},{ratio:F3},{Text(limitFraction)},{target}");
        Console.WriteLine(line);
        if (target is { } t && t.IsMissed(ratio, limitFraction))
        {
            var value = t.IsFraction ? limitFraction : ratio;
            _misses.Add(string.Create(CultureInfo.InvariantCulture, $"{suite}, {name}, {threads} threads, {reference}: {value:F3}, target {t}"));
        }
    }

    private static string Text(double fraction) => double.IsNaN(fraction) ? "" : fraction.ToString("F3", CultureInfo.InvariantCulture);
}
