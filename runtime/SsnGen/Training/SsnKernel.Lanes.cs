using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SsnGen.Training;

// The vocabulary of emitted loops: single instructions under short names. A vector has as many lanes as the processor
// offers (Width, which the JIT folds); multiply-add is fused where the processor can.
public abstract unsafe partial class SsnKernel
{
    /// <summary>For methods with loops: full optimization from the first call, so that no result depends on how often it ran.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected const MethodImplOptions Optimized = MethodImplOptions.AggressiveOptimization;

    /// <summary>For steps of loops.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected const MethodImplOptions Inlined = MethodImplOptions.AggressiveInlining;

    /// <summary>Lanes of a vector.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static int Width
    {
        [MethodImpl(Inlined)]
        get => Vector<float>.Count;
    }

    /// <summary>0 in all lanes.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static Vector<float> Zero
    {
        [MethodImpl(Inlined)]
        get => Vector<float>.Zero;
    }

    /// <summary>Reads a vector from any address.</summary>
    /// <param name="source">The first value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> Load(float* source) => Vector.Load(source);

    /// <summary>
    /// Asks for values that a later slab starts with, while this one is worked on in the cache: otherwise the memory
    /// rests meanwhile. Any address may be asked for; where the processor cannot, nothing happens.
    /// </summary>
    /// <param name="source">The first value.</param>
    /// <param name="count">How many; a constant, at most 64.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static void Prefetch(float* source, int count)
    {
        const int Line = 64 / sizeof(float);
        if (!Sse.IsSupported)
        {
            return;
        }

        Sse.Prefetch0(source);
        if (count > Line)
        {
            Sse.Prefetch0(source + Line);
        }

        if (count > 2 * Line)
        {
            Sse.Prefetch0(source + (2 * Line));
            Sse.Prefetch0(source + (3 * Line));
        }
    }

    /// <summary>Writes a vector to any address.</summary>
    /// <param name="value">The values.</param>
    /// <param name="destination">Where the first one goes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static void Store(Vector<float> value, float* destination) => Vector.Store(value, destination);

    /// <summary>Writes a vector to any address, or past the caches to an aligned one.</summary>
    /// <param name="value">The values.</param>
    /// <param name="destination">Where the first one goes.</param>
    /// <param name="streams">What <see cref="Streams"/> says of the destination.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static void Store(Vector<float> value, float* destination, bool streams)
    {
        if (streams)
        {
            Vector.StoreAlignedNonTemporal(value, destination);
        }
        else
        {
            Vector.Store(value, destination);
        }
    }

    /// <summary>Writes four vectors, one behind the other, to any address, or past the caches to an aligned one.</summary>
    /// <param name="v0">The first values.</param>
    /// <param name="v1">The next values.</param>
    /// <param name="v2">The next values.</param>
    /// <param name="v3">The last values.</param>
    /// <param name="destination">Where the first one goes.</param>
    /// <param name="streams">What <see cref="Streams"/> says of the destination.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static void Store(Vector<float> v0, Vector<float> v1, Vector<float> v2, Vector<float> v3, float* destination, bool streams)
    {
        if (streams)
        {
            Vector.StoreAlignedNonTemporal(v0, destination);
            Vector.StoreAlignedNonTemporal(v1, destination + Width);
            Vector.StoreAlignedNonTemporal(v2, destination + (2 * Width));
            Vector.StoreAlignedNonTemporal(v3, destination + (3 * Width));
        }
        else
        {
            Vector.Store(v0, destination);
            Vector.Store(v1, destination + Width);
            Vector.Store(v2, destination + (2 * Width));
            Vector.Store(v3, destination + (3 * Width));
        }
    }

    /// <summary>
    /// Whether a slab is best written past the caches: its tensor would not stay in them, and it is aligned. Writing it
    /// through them would read each line first, half as much traffic again.
    /// </summary>
    /// <param name="pass">The pass.</param>
    /// <param name="destination">The slab.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static bool Streams(SsnPass pass, float* destination) =>
        pass.Streams && (nint)destination % (Width * sizeof(float)) == 0;

    /// <summary>Reads the first lanes of a vector, and nothing behind them.</summary>
    /// <param name="source">The first value.</param>
    /// <param name="lanes">How many there are; at most the width.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> Load(float* source, int lanes) => lanes == Width ? Vector.Load(source) : LoadRest(source, lanes);

    /// <summary>Writes the first lanes of a vector, and nothing behind them.</summary>
    /// <param name="value">The values.</param>
    /// <param name="destination">Where the first one goes.</param>
    /// <param name="lanes">How many to write; at most the width.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static void Store(Vector<float> value, float* destination, int lanes)
    {
        if (lanes == Width)
        {
            Vector.Store(value, destination);
        }
        else
        {
            StoreRest(value, destination, lanes);
        }
    }

    /// <summary>The value in all lanes.</summary>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> Broadcast(float value) => new(value);

    /// <summary>left · right + addend.</summary>
    /// <param name="left">The first factor.</param>
    /// <param name="right">The second factor.</param>
    /// <param name="addend">What is added.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> MultiplyAdd(Vector<float> left, Vector<float> right, Vector<float> addend) =>
        Vector.MultiplyAddEstimate(left, right, addend);

    /// <summary>The sum of the lanes.</summary>
    /// <param name="values">The lanes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static float Sum(Vector<float> values) => Vector.Sum(values);

    /// <summary>
    /// All bits in the lanes of a run's last vector that no vector before it has covered. The last vector of a run ends
    /// where the run ends, and overlaps the one before where the run is no multiple of the width.
    /// </summary>
    /// <param name="count">Values of the run; at least the width.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> UncoveredLanes(int count) =>
        Vector.GreaterThan(Vector<int>.Indices, new Vector<int>(Width - 2 - ((count - 1) % Width))).As<int, float>();

    /// <summary>ratio · value, but 0 where the ratio is 0, whatever the value: NaN does not spread to what does not use it.</summary>
    /// <param name="ratio">The ratio.</param>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static double Weighted(double ratio, double value) => ratio == 0 ? 0 : ratio * value;

    private static Vector<float> LoadRest(float* source, int lanes)
    {
        var values = Vector<float>.Zero;
        for (var lane = 0; lane < lanes; lane++)
        {
            values = values.WithElement(lane, source[lane]);
        }

        return values;
    }

    private static void StoreRest(Vector<float> value, float* destination, int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
        {
            destination[lane] = value[lane];
        }
    }

    /// <summary>Mean and sum of squared deviations of values whose squares a float cannot hold: two passes in double.</summary>
    /// <param name="x">The first value.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="squares">The sum of their squared deviations from it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.NoInlining | Optimized)]
    protected static void MeasureWide(float* x, int count, out double mean, out double squares)
    {
        var sum = 0.0;
        for (var i = 0; i < count; i++)
        {
            sum += x[i];
        }

        mean = sum / count;
        squares = 0;
        for (var i = 0; i < count; i++)
        {
            var deviation = x[i] - mean;
            squares += deviation * deviation;
        }
    }

    /// <summary>Merges the moments of a block into those of the values before it (Chan, Golub and LeVeque, 1979).</summary>
    /// <param name="count">Values before.</param>
    /// <param name="mean">Their mean; of all values afterwards.</param>
    /// <param name="squares">Their sum of squared deviations; of all values afterwards.</param>
    /// <param name="blockCount">Values of the block.</param>
    /// <param name="blockMean">Their mean.</param>
    /// <param name="blockSquares">Their sum of squared deviations.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static void Merge(
        int count, ref double mean, ref double squares, int blockCount, double blockMean, double blockSquares)
    {
        var weight = (double)blockCount / (count + blockCount);
        var difference = blockMean - mean;
        mean += difference * weight;
        squares += blockSquares + (difference * difference * count * weight);
    }

    /// <summary>
    /// exp within 2e-7 of its value: x = n ln 2 + r with |r| ≤ ln 2 / 2, a polynomial in r (Cephes' expf), and n added to
    /// the exponent. 0 below −87.7, infinity above 88.4.
    /// </summary>
    /// <param name="x">x.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static Vector<float> Exp(Vector<float> x)
    {
        x = Vector.ConditionalSelect(Vector.GreaterThan(x, new Vector<float>(89f)), new Vector<float>(89f), x);
        x = Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(-88f)), new Vector<float>(-88f), x);
        var n = Vector.Round(x * 1.44269504f);
        var r = Vector.MultiplyAddEstimate(n, new Vector<float>(-0.693359375f), x);
        r = Vector.MultiplyAddEstimate(n, new Vector<float>(2.12194440e-4f), r);
        var p = Vector.MultiplyAddEstimate(new Vector<float>(1.9875691500e-4f), r, new Vector<float>(1.3981999507e-3f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(8.3334519073e-3f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(4.1665795894e-2f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(1.6666665459e-1f));
        p = Vector.MultiplyAddEstimate(p, r, new Vector<float>(5.0000001201e-1f));
        p = Vector.MultiplyAddEstimate(p, r * r, r + Vector<float>.One);
        return p * ((Vector.ConvertToInt32(n) + new Vector<int>(127)) << 23).As<int, float>();
    }
}
