using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SsnGen.Threading;

namespace SsnGen.Benchmarks.Compare;

/// <summary>The arithmetic limit of the machine: multiply-adds a second from registers, on the widest vectors.</summary>
internal sealed class FmaPeak : ParallelWork
{
    private const int Chains = 10;
    private const int Steps = 400_000;

    private readonly float[] _sink = new float[64];

    /// <summary>Multiply-adds per second of a team, the best of some runs.</summary>
    public static double Measure(WorkerTeam team)
    {
        var work = new FmaPeak();
        var best = 0.0;

        // Long enough for a scheduler to spread threads that have just been started.
        var measuring = Stopwatch.StartNew();
        while (measuring.ElapsedMilliseconds < 150)
        {
            var start = Stopwatch.GetTimestamp();
            team.Run(work);
            var lanes = Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : 4;
            best = Math.Max(best, (double)lanes * Chains * Steps * team.Count / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    public override void Run(int worker, int workers) =>
        _sink[worker % _sink.Length] = Vector512.IsHardwareAccelerated ? Sum512() : Vector256.IsHardwareAccelerated ? Sum256() : Sum128();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum512()
    {
        var x = Vector512.Create(0.9999f);
        Vector512<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
        for (var step = 0; step < Steps; step++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, x);
            b = Vector512.FusedMultiplyAdd(b, x, x);
            c = Vector512.FusedMultiplyAdd(c, x, x);
            d = Vector512.FusedMultiplyAdd(d, x, x);
            e = Vector512.FusedMultiplyAdd(e, x, x);
            f = Vector512.FusedMultiplyAdd(f, x, x);
            g = Vector512.FusedMultiplyAdd(g, x, x);
            h = Vector512.FusedMultiplyAdd(h, x, x);
            i = Vector512.FusedMultiplyAdd(i, x, x);
            j = Vector512.FusedMultiplyAdd(j, x, x);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum256()
    {
        var x = Vector256.Create(0.9999f);
        Vector256<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
        for (var step = 0; step < Steps; step++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, x);
            b = Vector256.FusedMultiplyAdd(b, x, x);
            c = Vector256.FusedMultiplyAdd(c, x, x);
            d = Vector256.FusedMultiplyAdd(d, x, x);
            e = Vector256.FusedMultiplyAdd(e, x, x);
            f = Vector256.FusedMultiplyAdd(f, x, x);
            g = Vector256.FusedMultiplyAdd(g, x, x);
            h = Vector256.FusedMultiplyAdd(h, x, x);
            i = Vector256.FusedMultiplyAdd(i, x, x);
            j = Vector256.FusedMultiplyAdd(j, x, x);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum128()
    {
        var x = Vector128.Create(0.9999f);
        Vector128<float> a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x;
        for (var step = 0; step < Steps; step++)
        {
            a = Vector128.FusedMultiplyAdd(a, x, x);
            b = Vector128.FusedMultiplyAdd(b, x, x);
            c = Vector128.FusedMultiplyAdd(c, x, x);
            d = Vector128.FusedMultiplyAdd(d, x, x);
            e = Vector128.FusedMultiplyAdd(e, x, x);
            f = Vector128.FusedMultiplyAdd(f, x, x);
            g = Vector128.FusedMultiplyAdd(g, x, x);
            h = Vector128.FusedMultiplyAdd(h, x, x);
            i = Vector128.FusedMultiplyAdd(i, x, x);
            j = Vector128.FusedMultiplyAdd(j, x, x);
        }

        return Vector128.Sum(a + b + c + d + e + f + g + h + i + j);
    }
}
