using System.ComponentModel;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>
/// The vocabulary of the emitted kernels of networks: register tiles, and what is added to their sums, on one value or on four.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuTiles
{
    /// <summary>A value, or 0 outside of the image.</summary>
    /// <param name="values">The values.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="inside">Whether there is one.</param>
    public static float Load(ArrayView<float> values, long index, bool inside) => inside ? values[index] : 0f;

    /// <summary>sum + weight · x.</summary>
    /// <param name="sum">The sum so far.</param>
    /// <param name="weight">The weight.</param>
    /// <param name="x">The value.</param>
    public static float MultiplyAdd(float sum, float weight, float x) => (weight * x) + sum;

    /// <inheritdoc cref="MultiplyAdd(float, float, float)"/>
    public static Float4 MultiplyAdd(Float4 sum, Float4 weight, float x) =>
        new((weight.X * x) + sum.X, (weight.Y * x) + sum.Y, (weight.Z * x) + sum.Z, (weight.W * x) + sum.W);

    /// <summary>The sum of two.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other, the same for all of them where it is a single value.</param>
    public static float Add(float a, float b) => a + b;

    /// <inheritdoc cref="Add(float, float)"/>
    public static Float4 Add(Float4 a, float b) => new(a.X + b, a.Y + b, a.Z + b, a.W + b);

    /// <inheritdoc cref="Add(float, float)"/>
    public static Float4 Add(Float4 a, Float4 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z, a.W + b.W);

    /// <summary>The product of two.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    public static float Multiply(float a, float b) => a * b;

    /// <inheritdoc cref="Multiply(float, float)"/>
    public static Float4 Multiply(Float4 a, Float4 b) => new(a.X * b.X, a.Y * b.Y, a.Z * b.Z, a.W * b.W);

    /// <summary>(x − centre) · scale + shift: normalization by running moments, which loses nothing where the mean is large.</summary>
    /// <param name="x">x.</param>
    /// <param name="affine">Centre, scale and shift of each channel, one after the other.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="stride">Values from the centres to the scales, and from those to the shifts.</param>
    public static float Normalize(float x, ArrayView<float> affine, int channel, int stride) =>
        ((x - affine[channel]) * affine[stride + channel]) + affine[(2 * stride) + channel];

    /// <inheritdoc cref="Normalize(float, ArrayView{float}, int, int)"/>
    public static Float4 Normalize(Float4 x, ArrayView<float> affine, int channel, int stride)
    {
        var centre = affine[channel];
        var scale = affine[stride + channel];
        var shift = affine[(2 * stride) + channel];
        return new(((x.X - centre) * scale) + shift, ((x.Y - centre) * scale) + shift, ((x.Z - centre) * scale) + shift, ((x.W - centre) * scale) + shift);
    }

    /// <summary>The larger of two, NaN where one is.</summary>
    /// <param name="a">One.</param>
    /// <param name="b">The other.</param>
    public static float Max(float a, float b) => b > a || float.IsNaN(b) ? b : a;
}
