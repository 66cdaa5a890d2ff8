using System.ComponentModel;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>
/// The vocabulary of emitted kernels: sums over the threads of a warp or of a group, in one fixed order, and the
/// operations on four values.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuLanes
{
    /// <summary>The most warps that a group has on any device.</summary>
    public const int MostWarps = 32;

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
        for (var warp = 0; warp < Group.DimX / Warp.WarpSize; warp++)
        {
            sum += shared[warp];
        }

        Group.Barrier();
        return sum;
    }

    /// <summary>Which warp of the grid this is.</summary>
    public static int WarpIndex => (Grid.IdxX * (Group.DimX / Warp.WarpSize)) + (Group.IdxX / Warp.WarpSize);

    /// <summary>Warps of the grid.</summary>
    public static int WarpCount => Grid.DimX * (Group.DimX / Warp.WarpSize);

    /// <summary>A value, or 0 behind the end.</summary>
    /// <param name="values">The values.</param>
    /// <param name="start">The first of them that counts.</param>
    /// <param name="index">Which of those.</param>
    /// <param name="end">How many there are.</param>
    public static float Load(ArrayView<float> values, long start, int index, int end) => index < end ? values[start + index] : 0f;

    /// <summary>Four values, or zeros behind the end.</summary>
    /// <inheritdoc cref="Load(ArrayView{float}, long, int, int)" path="/param"/>
    public static Float4 Load(ArrayView<Float4> values, long start, int index, int end) => index < end ? values[start + index] : default;

    /// <summary>The sum of the values.</summary>
    /// <param name="value">The values.</param>
    public static float Sum(float value) => value;

    /// <inheritdoc cref="Sum(float)"/>
    public static float Sum(Float4 value) => (value.X + value.Y) + (value.Z + value.W);

    /// <summary>The sum of the values in double precision.</summary>
    /// <param name="value">The values.</param>
    public static double WideSum(float value) => value;

    /// <inheritdoc cref="WideSum(float)"/>
    public static double WideSum(Float4 value) => ((double)value.X + value.Y) + ((double)value.Z + value.W);

    /// <summary>Deviations from a centre.</summary>
    /// <param name="value">The values.</param>
    /// <param name="center">The centre.</param>
    public static float Deviation(float value, float center) => value - center;

    /// <inheritdoc cref="Deviation(float, float)"/>
    public static Float4 Deviation(Float4 value, float center) => new(value.X - center, value.Y - center, value.Z - center, value.W - center);

    /// <summary>The sum of squares.</summary>
    /// <param name="value">The values.</param>
    public static float Squares(float value) => value * value;

    /// <inheritdoc cref="Squares(float)"/>
    public static float Squares(Float4 value) => ((value.X * value.X) + (value.Y * value.Y)) + ((value.Z * value.Z) + (value.W * value.W));

    /// <summary>The sum of squared deviations in double precision.</summary>
    /// <param name="value">The values.</param>
    /// <param name="mean">What they deviate from.</param>
    public static double WideSquares(float value, double mean) => (value - mean) * (value - mean);

    /// <inheritdoc cref="WideSquares(float, double)"/>
    public static double WideSquares(Float4 value, double mean) =>
        (WideSquares(value.X, mean) + WideSquares(value.Y, mean)) + (WideSquares(value.Z, mean) + WideSquares(value.W, mean));

    /// <summary>ratio · value, but 0 where the ratio is 0, whatever the value: NaN does not spread to what does not use it.</summary>
    /// <param name="ratio">The ratio.</param>
    /// <param name="value">The value.</param>
    public static double Weighted(double ratio, double value) => ratio == 0 ? 0 : ratio * value;

    /// <summary>max(t, 0), NaN where t is.</summary>
    /// <param name="t">t.</param>
    public static float Relu(float t) => t < 0f ? 0f : t;

    /// <summary>t where t is positive, slope·t elsewhere.</summary>
    /// <param name="t">t.</param>
    /// <param name="slope">The slope.</param>
    public static float LeakyRelu(float t, float slope) => t > 0f ? t : slope * t;

    /// <summary>t/(1 + exp(−t)).</summary>
    /// <param name="t">t.</param>
    public static float Silu(float t) => t / (1f + MathF.Exp(-t));
}
