using CsCheck;
using Digits.Data;

namespace SsnGen.Tests.Digits;

public sealed class ResamplingTests
{
    [Fact]
    public void Averaging_areas_keeps_the_mean() =>
        Gen.Byte.Array[2 * 28 * 28].Sample(
            images =>
            {
                var resized = Resampling.Resize(images, 28, 255);
                for (var n = 0; n < 2; n++)
                {
                    var expected = images.Skip(n * 784).Take(784).Average(value => value / 255.0);
                    Assert.Equal(expected, resized.Skip(n * 256).Take(256).Average(value => (double)value), 1e-6);
                }
            },
            iter: 50);

    [Fact]
    public void Averaging_areas_shares_a_pixel_among_those_that_it_covers()
    {
        // Column 1 spans 1..2, so the first target column, 0..1.75, gets 0.75 of it and the second, 1.75..3.5, 0.25.
        var image = new byte[28 * 28];
        for (var y = 0; y < 28; y++)
            image[y * 28 + 1] = 255;

        var row = Resampling.Resize(image, 28, 255).AsSpan(0, 16).ToArray();

        Assert.Equal(0.75f / 1.75f, row[0], 1e-6f);
        Assert.Equal(0.25f / 1.75f, row[1], 1e-6f);
        Assert.All(row[2..], pixel => Assert.Equal(0f, pixel));
    }

    [Fact]
    public void Enlarging_is_linear_between_pixels_and_constant_at_the_border()
    {
        var image = Enumerable.Range(0, 64).Select(i => (byte)(2 * (i % 8))).ToArray();

        var enlarged = Resampling.Resize(image, 8, 16);

        for (var y = 0; y < 16; y++)
        {
            for (var x = 0; x < 16; x++)
                Assert.Equal(Math.Clamp(x - 0.5f, 0f, 14f) / 16f, enlarged[y * 16 + x], 1e-6f);
        }
    }

    [Fact]
    public void Rows_stay_rows()
    {
        var image = new byte[64];
        image.AsSpan(0, 8).Fill(16);

        var enlarged = Resampling.Resize(image, 8, 16);

        Assert.All(enlarged[..16], pixel => Assert.Equal(1f, pixel));
        Assert.All(enlarged[(3 * 16)..], pixel => Assert.Equal(0f, pixel));
    }
}
