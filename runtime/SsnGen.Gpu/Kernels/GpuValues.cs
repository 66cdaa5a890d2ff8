using System.ComponentModel;

namespace SsnGen.Gpu.Kernels;

/// <summary>
/// Arithmetic of emitted kernels, on one float or four.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuValues
{
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

    /// <summary>The sum of products.</summary>
    /// <param name="left">The first factors.</param>
    /// <param name="right">The second factors.</param>
    public static float Dot(float left, float right) => left * right;

    /// <inheritdoc cref="Dot(float, float)"/>
    public static float Dot(Float4 left, Float4 right) => ((left.X * right.X) + (left.Y * right.Y)) + ((left.Z * right.Z) + (left.W * right.W));

    /// <summary>The values times a factor.</summary>
    /// <param name="value">The values.</param>
    /// <param name="factor">The factor.</param>
    public static float Scaled(float value, float factor) => value * factor;

    /// <inheritdoc cref="Scaled(float, float)"/>
    public static Float4 Scaled(Float4 value, float factor) => new(value.X * factor, value.Y * factor, value.Z * factor, value.W * factor);

    /// <summary>The sum of squared deviations in double precision.</summary>
    /// <param name="value">The values.</param>
    /// <param name="mean">What they deviate from.</param>
    public static double WideSquares(float value, double mean) => (value - mean) * (value - mean);

    /// <inheritdoc cref="WideSquares(float, double)"/>
    public static double WideSquares(Float4 value, double mean) =>
        (WideSquares(value.X, mean) + WideSquares(value.Y, mean)) + (WideSquares(value.Z, mean) + WideSquares(value.W, mean));
}
