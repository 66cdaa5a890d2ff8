using System.ComponentModel;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>The threads of emitted kernels: their place, and sums over a warp or a group, each in one fixed order.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuLanes
{
    /// <summary>The most warps that a group is launched with.</summary>
    public const int MostWarps = 32;

    /// <summary>Warps of this group.</summary>
    public static int WarpsPerGroup => Group.DimX / Warp.WarpSize;

    /// <summary>Which warp of the grid this is.</summary>
    public static int WarpIndex => (Grid.IdxX * WarpsPerGroup) + (Group.IdxX / Warp.WarpSize);

    /// <summary>Warps of the grid.</summary>
    public static int WarpCount => Grid.DimX * WarpsPerGroup;

    /// <summary>How many of a thread's vectors exist: it has one every <paramref name="lanes"/>, and <paramref name="most"/> at a time.</summary>
    /// <param name="first">The thread's first vector.</param>
    /// <param name="lanes">Threads that share the vectors.</param>
    /// <param name="end">Vectors in all.</param>
    /// <param name="most">Vectors of a thread at a time.</param>
    public static int Count(int first, int lanes, int end, int most) => first >= end ? 0 : Math.Min(most, ((end - first - 1) / lanes) + 1);

    /// <summary>The sum over the threads of a warp, the same in each: neighbours add each other, in pairs.</summary>
    /// <param name="value">This thread's value.</param>
    public static double WarpSum(double value)
    {
        for (var distance = Warp.WarpSize / 2; distance > 0; distance /= 2)
        {
            value += Warp.ShuffleXor(value, distance);
        }

        return value;
    }

    /// <summary>The sum over the threads of a group, the same in each: sums of warps, added in their order.</summary>
    /// <param name="value">This thread's value.</param>
    /// <param name="shared">Shared memory for a value of each warp.</param>
    public static double GroupSum(double value, ArrayView<double> shared)
    {
        value = WarpSum(value);
        if (Warp.LaneIdx == 0)
        {
            shared[Group.IdxX / Warp.WarpSize] = value;
        }

        Group.Barrier();
        var sum = 0.0;
        for (var warp = 0; warp < WarpsPerGroup; warp++)
        {
            sum += shared[warp];
        }

        Group.Barrier();
        return sum;
    }

    /// <summary>The sum of products over a group, the same in each thread.</summary>
    /// <param name="left">The first factors.</param>
    /// <param name="right">The second factors; where the first is 0 they count for nothing, whatever they are.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="shared">Shared memory for a value of each warp.</param>
    public static double GroupDot(ArrayView<double> left, ArrayView<double> right, int count, ArrayView<double> shared)
    {
        var sum = 0.0;
        for (var i = Group.IdxX; i < count; i += Group.DimX)
        {
            sum += Weighted(left[i], right[i]);
        }

        return GroupSum(sum, shared);
    }

    /// <summary>The sum of values over a group, the same in each thread.</summary>
    /// <param name="values">The values.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="shared">Shared memory for a value of each warp.</param>
    public static double GroupTotal(ArrayView<double> values, int count, ArrayView<double> shared)
    {
        var sum = 0.0;
        for (var i = Group.IdxX; i < count; i += Group.DimX)
        {
            sum += values[i];
        }

        return GroupSum(sum, shared);
    }

    /// <summary>1/√value: that of a float, and a step of Newton's method in double, of which devices have few units.</summary>
    /// <remarks>The approximation of CUDA would be faster yet, but ILGPU passes its result through local memory.</remarks>
    /// <param name="value">The value.</param>
    public static double InverseRoot(double value)
    {
        if (!(value > 1e-30 && value < 1e30))
        {
            return 1.0 / Math.Sqrt(value);
        }

        double guess = 1f / MathF.Sqrt((float)value);
        return guess * (1.5 - (0.5 * value * guess * guess));
    }

    /// <summary>ratio · value, but 0 where the ratio is 0, whatever the value: NaN does not spread to what does not use it.</summary>
    /// <param name="ratio">The ratio.</param>
    /// <param name="value">The value.</param>
    public static double Weighted(double ratio, double value) => ratio == 0 ? 0 : ratio * value;
}
