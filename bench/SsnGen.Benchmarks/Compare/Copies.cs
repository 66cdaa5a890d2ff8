using System.Runtime.Intrinsics;
using SsnGen.Buffers;
using SsnGen.Threading;

namespace SsnGen.Benchmarks.Compare;

/// <summary>Copies of a tensor on a team, the limit of memory: through the caches, and past them.</summary>
internal sealed unsafe class Copies : IDisposable
{
    private readonly int _length;
    private readonly WorkerTeam _team;
    private readonly NativeBuffer<float> _from;
    private readonly NativeBuffer<float> _to;

    public Copies(int length, WorkerTeam team)
    {
        _length = length;
        _team = team;
        _from = new NativeBuffer<float>(length);
        _to = new NativeBuffer<float>(length);

        // Memory that was never written is one page of zeros, however large it looks.
        _from.Span.Fill(1);
        _to.Span.Fill(2);
    }

    /// <summary>By Buffer.MemoryCopy.</summary>
    public void Cached() => _team.Run(new Work(_from.Pointer, _to.Pointer, _length, past: false));

    /// <summary>By stores that do not pass through the caches.</summary>
    public void PastCaches() => _team.Run(new Work(_from.Pointer, _to.Pointer, _length, past: true));

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    private sealed class Work(float* from, float* to, int length, bool past) : ParallelWork
    {
        public override void Run(int worker, int workers)
        {
            var first = (int)((long)length * worker / workers) & ~15;
            var last = worker == workers - 1 ? length : (int)((long)length * (worker + 1) / workers) & ~15;
            if (!past)
            {
                Buffer.MemoryCopy(from + first, to + first, (last - first) * sizeof(float), (last - first) * sizeof(float));
                return;
            }

            var i = first;
            for (; i <= last - 8; i += 8)
            {
                Vector256.StoreAlignedNonTemporal(Vector256.LoadAligned(from + i), to + i);
            }

            for (; i < last; i++)
            {
                to[i] = from[i];
            }
        }
    }
}
