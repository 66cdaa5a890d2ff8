using System.Globalization;
using SsnGen.Benchmarks.Compare;

namespace SsnGen.Gpu.Benchmarks.Timing;

/// <summary>Writes timings as CSV, and remembers the targets that were missed.</summary>
internal sealed class TimingReport : IDisposable
{
    private readonly List<string> _misses = [];
    private readonly StreamWriter? _file;
    private readonly bool _isSimulated;

    /// <summary>Opens the report.</summary>
    /// <param name="path">The file, or null for the console alone.</param>
    /// <param name="isSimulated">Whether times mean nothing.</param>
    public TimingReport(string? path, bool isSimulated)
    {
        _isSimulated = isSimulated;
        if (path is not null && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        // Rows are on disk as soon as they are measured: what a later failure ends is not lost.
        _file = path is null ? null : new StreamWriter(path) { AutoFlush = true, NewLine = "\n" };
        Line("suite,case,stored,bytes,ours_ms,gb_per_s,copy_fraction,target");
    }

    /// <summary>One line per missed target.</summary>
    public IReadOnlyList<string> Misses => _misses;

    /// <summary>Bytes per second of the best copy, read and written; 0 until it is known.</summary>
    public double CopyBandwidth { get; set; }

    /// <summary>Writes a row.</summary>
    /// <param name="stored">What tensors are stored as.</param>
    /// <param name="bytes">The traffic that the pass cannot do without.</param>
    /// <param name="time">Its time.</param>
    /// <param name="target">The least share of the copy bandwidth, or null.</param>
    public void Row(string suite, string name, string stored, long bytes, PassTime time, double? target = null)
    {
        var rate = bytes / time.Device * 1e3;
        var fraction = rate / CopyBandwidth;
        var goal = target is { } least ? Target.AtLeast(least) : (Target?)null;
        Line(string.Create(CultureInfo.InvariantCulture, $"{suite},{name},{stored},{bytes},{time.Device:F4},{rate / 1e9:F1},{fraction:F3},{goal}"));
        if (_isSimulated)
        {
            return;
        }

        if (goal is { } held && held.IsMissed(double.NaN, fraction))
        {
            _misses.Add(string.Create(CultureInfo.InvariantCulture, $"{suite}, {name}, {stored}: {fraction:F3} of the copy bandwidth, target {held}"));
        }

        if (time.Queueing > time.Device)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  # {name}: queueing takes the host {time.Queueing:F4} ms, the device waits for it"));
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Line(string text)
    {
        Console.WriteLine(text);
        _file?.WriteLine(text);
    }
}
