namespace Digits.Data;

/// <summary>Brings square images to 16×16: averaging areas where they are larger, bilinear where they are smaller.</summary>
internal static class Resampling
{
    /// <summary>Resizes images and scales them to 0..1.</summary>
    /// <param name="images">The images, [N, side, side]; the length is a multiple of side².</param>
    /// <param name="side">Height and width of an image.</param>
    /// <param name="fullInk">The value that becomes 1.</param>
    /// <returns>The images, [N, 1, 16, 16].</returns>
    public static float[] Resize(ReadOnlySpan<byte> images, int side, int fullInk)
    {
        var taps = new Taps[DigitSet.Side];
        for (var i = 0; i < taps.Length; i++)
            taps[i] = side > DigitSet.Side ? Area(i, side) : Bilinear(i, side);

        var count = images.Length / (side * side);
        var resized = new float[count * DigitSet.PixelsPerImage];
        var rows = new float[side * DigitSet.Side];
        for (var n = 0; n < count; n++)
        {
            NarrowRows(images.Slice(n * side * side, side * side), side, taps, rows);
            CombineRows(rows, taps, 1f / fullInk, resized.AsSpan(n * DigitSet.PixelsPerImage, DigitSet.PixelsPerImage));
        }

        return resized;
    }

    private static void NarrowRows(ReadOnlySpan<byte> image, int side, Taps[] taps, Span<float> rows)
    {
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < DigitSet.Side; x++)
            {
                var sum = 0f;
                for (var k = 0; k < taps[x].Weights.Length; k++)
                    sum += taps[x].Weights[k] * image[y * side + taps[x].First + k];
                rows[y * DigitSet.Side + x] = sum;
            }
        }
    }

    private static void CombineRows(ReadOnlySpan<float> rows, Taps[] taps, float scale, Span<float> image)
    {
        for (var y = 0; y < DigitSet.Side; y++)
        {
            for (var x = 0; x < DigitSet.Side; x++)
            {
                var sum = 0f;
                for (var k = 0; k < taps[y].Weights.Length; k++)
                    sum += taps[y].Weights[k] * rows[(taps[y].First + k) * DigitSet.Side + x];
                image[y * DigitSet.Side + x] = Math.Min(sum * scale, 1f);
            }
        }
    }

    /// <summary>Target pixel i covers the source from i·s to (i + 1)·s, s = side / 16; each source pixel counts by its share.</summary>
    private static Taps Area(int i, int side)
    {
        var step = (float)side / DigitSet.Side;
        var first = (int)(i * step);
        var end = Math.Min((int)MathF.Ceiling((i + 1) * step), side);
        var weights = new float[end - first];
        for (var k = 0; k < weights.Length; k++)
            weights[k] = (Math.Min((i + 1) * step, first + k + 1) - Math.Max(i * step, first + k)) / step;
        return new Taps(first, weights);
    }

    /// <summary>The two source pixels around the centre of target pixel i; the border repeats.</summary>
    private static Taps Bilinear(int i, int side)
    {
        var centre = Math.Clamp((i + 0.5f) * side / DigitSet.Side - 0.5f, 0f, side - 1f);
        var first = Math.Min((int)centre, side - 2);
        return new Taps(first, [1f - (centre - first), centre - first]);
    }

    /// <summary>The source pixels, in one direction, that one target pixel is made of.</summary>
    private readonly record struct Taps(int First, float[] Weights);
}
