using System.Diagnostics;
using SsnGen.Threading;

namespace SsnGen.Benchmarks.Compare;

/// <summary>
/// A team that times each piece of work given to another team. A network shares out its layers one by one, so this shows
/// what each takes inside of the running network.
/// </summary>
internal sealed class TimingTeam(WorkerTeam inner) : WorkerTeam
{
    private readonly List<double> _times = [];

    /// <summary>Milliseconds of each piece of work since <see cref="Restart"/>, in order.</summary>
    public IReadOnlyList<double> Times => _times;

    // A network run by one worker is not shared out at all; work may always be done by fewer than are counted.
    public override int Count => Math.Max(2, inner.Count);

    public void Restart() => _times.Clear();

    public override void Run(ParallelWork work)
    {
        var start = Stopwatch.GetTimestamp();
        inner.Run(work);
        _times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }
}
