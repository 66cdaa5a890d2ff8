using System.Globalization;

namespace SsnGen.Benchmarks.Compare;

/// <summary>
/// Writes comparisons as CSV to standard output, and remembers the targets that were missed. A ratio below 1 says that
/// ours is faster; <c>limit_fraction</c> is the share of what the machine could do, measured in the same run.
/// </summary>
internal sealed class Report
{
    private readonly List<string> _misses = [];
    private bool _hasHead;

    /// <summary>One line per missed target.</summary>
    public IReadOnlyList<string> Misses => _misses;

    /// <summary>Writes a row, and before the first the names of its columns.</summary>
    /// <param name="ours">Our time in milliseconds.</param>
    /// <param name="reference">What it is compared with.</param>
    /// <param name="referenceMs">Its time in milliseconds.</param>
    /// <param name="limitFraction">The share of the machine's limit that we reach; NaN where no limit applies.</param>
    public void Row(string suite, string name, int threads, double ours, string reference, double referenceMs, double limitFraction = double.NaN, Target? target = null)
    {
        if (!_hasHead)
        {
            Console.WriteLine("suite,case,threads,ours_ms,reference,reference_ms,ratio,limit_fraction,target");
            _hasHead = true;
        }

        var ratio = ours / referenceMs;
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{suite},{name},{threads},{ours:F4},{reference},{referenceMs:F4},{ratio:F3},{Text(limitFraction)},{target}");
        Console.WriteLine(line);
        if (target is { } t && t.IsMissed(ratio, limitFraction))
        {
            Missed($"{suite}, {name}, {threads} threads, {reference}", t.IsFraction ? limitFraction : ratio, t);
        }
    }

    /// <summary>Holds a value of a suite with a table of its own to its target.</summary>
    /// <param name="what">What was measured.</param>
    /// <param name="value">Its value, in the target's unit.</param>
    /// <param name="target">The most that it may be.</param>
    public void Demand(string what, double value, Target target)
    {
        if (target.IsMissed(value, double.NaN))
        {
            Missed(what, value, target);
        }
    }

    private void Missed(string what, double value, Target target) =>
        _misses.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {value:F3}, target {target}"));

    private static string Text(double fraction) => double.IsNaN(fraction) ? "" : fraction.ToString("F3", CultureInfo.InvariantCulture);
}
