using System.Diagnostics;
using ILGPU.Runtime;
using SsnGen.Benchmarks.Compare;

namespace SsnGen.Gpu.Benchmarks.Timing;

/// <summary>Times passes on the device itself, by markers in its queue, in turns.</summary>
/// <param name="device">The device, opened with profiling.</param>
/// <param name="rounds">How often each pass is timed.</param>
/// <param name="warmUp">For how long passes run before they are timed: an idle device has low clocks at first.</param>
internal sealed class EventTimer(Accelerator device, int rounds, TimeSpan warmUp)
{
    private readonly AcceleratorStream _stream = device.DefaultStream;

    /// <summary>The median times of passes.</summary>
    /// <param name="batch">How often a pass is queued between two markers: more than once where it takes about as long as queueing it.</param>
    /// <param name="passes">The passes, which queue on the default stream.</param>
    public PassTime[] Medians(int batch, IReadOnlyList<Action> passes)
    {
        var begin = Stopwatch.GetTimestamp();
        do
        {
            Time(batch, passes, new PassTime[passes.Count]);
        }
        while (Stopwatch.GetElapsedTime(begin) < warmUp);

        var times = new PassTime[rounds][];
        for (var round = 0; round < rounds; round++)
        {
            times[round] = new PassTime[passes.Count];
            Time(batch, passes, times[round]);
        }

        return [.. Enumerable.Range(0, passes.Count).Select(i => new PassTime(
            Interleaved.Median([.. times.Select(t => t[i].Device)]),
            Interleaved.Median([.. times.Select(t => t[i].Queueing)])))];
    }

    /// <summary>One round.</summary>
    private void Time(int batch, IReadOnlyList<Action> passes, PassTime[] times)
    {
        // Not timed: the device works on it while the host queues what follows, so that nothing waits for it.
        passes[0]();
        var markers = new (ProfilingMarker Start, ProfilingMarker End)[passes.Count];
        for (var i = 0; i < passes.Count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            markers[i].Start = _stream.AddProfilingMarker();
            for (var repetition = 0; repetition < batch; repetition++)
            {
                passes[i]();
            }

            markers[i].End = _stream.AddProfilingMarker();
            times[i] = new PassTime(0, Stopwatch.GetElapsedTime(start).TotalMilliseconds / batch);
        }

        _stream.Synchronize();
        for (var i = 0; i < passes.Count; i++)
        {
            times[i] = times[i] with { Device = markers[i].End.MeasureFrom(markers[i].Start).TotalMilliseconds / batch };
            markers[i].Start.Dispose();
            markers[i].End.Dispose();
        }
    }
}

/// <summary>The times of one pass, in milliseconds.</summary>
/// <param name="Device">From the start of its first kernel to the end of its last.</param>
/// <param name="Queueing">What the host takes to queue it; where it is the longer one, the device waits for the host.</param>
internal readonly record struct PassTime(double Device, double Queueing);
