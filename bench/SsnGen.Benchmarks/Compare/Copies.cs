using System.Runtime.Intrinsics;
using SsnGen.Buffers;
using SsnGen.Threading;

namespace SsnGen.Benchmarks.Compare;

/// <summary>
/// What memory can do with a tensor on a team: copies through the caches and past them, and reading it alone, which
/// takes nearly as long as copying it where one core cannot keep more reads in flight.
/// </summary>
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
    public void Cached() => _team.Run(new Copy(_from.Pointer, _to.Pointer, _length, past: false));

    /// <summary>By stores that do not pass through the caches.</summary>
    public void PastCaches() => _team.Run(new Copy(_from.Pointer, _to.Pointer, _length, past: true));

    /// <summary>Reads every value and writes none.</summary>
    public void Read() => _team.Run(new Reading(_from.Pointer, _length));

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
    }

    private sealed class Copy(float* from, float* to, int length, bool past) : ParallelWork
    {
        public override void Run(int worker, int workers)
        {
            var (first, last) = Share(length, worker, workers);
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

    private sealed class Reading(float* from, int length) : ParallelWork
    {
        public override void Run(int worker, int workers)
        {
            var (first, last) = Share(length, worker, workers);
            var (s0, s1, s2, s3) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (var i = first; i <= last - 32; i += 32)
            {
                s0 += Vector256.LoadAligned(from + i);
                s1 += Vector256.LoadAligned(from + i + 8);
                s2 += Vector256.LoadAligned(from + i + 16);
                s3 += Vector256.LoadAligned(from + i + 24);
            }

            GC.KeepAlive(Vector256.Sum((s0 + s1) + (s2 + s3)));
        }
    }

    private static (int First, int Last) Share(int length, int worker, int workers) => (
        (int)((long)length * worker / workers) & ~15,
        worker == workers - 1 ? length : (int)((long)length * (worker + 1) / workers) & ~15);
}
