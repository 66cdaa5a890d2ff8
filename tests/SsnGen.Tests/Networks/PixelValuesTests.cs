using CsCheck;
using SsnGen.Buffers;
using SsnGen.Inference;

namespace SsnGen.Tests.Networks;

public sealed class PixelValuesTests
{
    private static readonly PixelValues _two = new([100, 200], [0.5f, -2]);

    [Fact]
    public void Channels_come_apart_and_are_scaled_by_their_own()
    {
        // Two pictures of two pixels.
        var values = new float[8];
        _two.Convert([100, 200, 110, 190, 0, 0, 255, 255], new Shape(2, 1, 2), values);
        Assert.Equal([0, 5, 0, 20, -50, 77.5f, 400, -110], values);
    }

    [Fact]
    public void They_are_equal_where_all_values_are_and_said_without_a_digit_missing()
    {
        Assert.Equal(_two, new PixelValues([100, 200], [0.5f, -2]));
        Assert.Equal(_two.GetHashCode(), new PixelValues([100, 200], [0.5f, -2]).GetHashCode());
        Assert.NotEqual(_two, new PixelValues([100, 201], [0.5f, -2]));
        Assert.Equal("mean 0.1 100, scale 0.33333334 1", new PixelValues([0.1f, 100], [1 / 3f, 1]).ToString());
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentException>("scale", () => new PixelValues([], []));
        Assert.Throws<ArgumentException>("scale", () => new PixelValues([1], [1, 2]));
        Assert.Throws<ArgumentException>("scale", () => new PixelValues([float.NaN], [1]));
        Assert.Throws<ArgumentException>("scale", () => new PixelValues([1], [0]));
        Assert.Throws<ArgumentException>("shape", () => _two.Convert([], new Shape(3, 1, 1), []));
        Assert.Throws<ArgumentException>("pixels", () => _two.Convert(new byte[3], new Shape(2, 1, 1), new float[3]));
        Assert.Throws<ArgumentException>("values", () => _two.Convert(new byte[4], new Shape(2, 1, 1), new float[3]));
        Assert.Throws<ArgumentException>("value", () => new NetworkInput("x", new Shape(3, 1, 1)) { Pixels = _two });
        Assert.Throws<ArgumentException>("input", () => new PixelConversion(new NetworkInput("x", new Shape(3, 1, 1))));
    }

    [Fact]
    public unsafe void What_is_packed_is_what_is_converted_to_the_bit() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 150], Gen.Int[0, 1_000_000]).Sample(static (channels, count, seed) =>
        {
            var random = new Random(seed);
            float[] Draw(double from, double to) => [.. Enumerable.Range(0, channels).Select(_ => (float)(from + ((to - from) * random.NextDouble())))];
            var pixels = new PixelValues(Draw(0, 255), Draw(0.001, 0.02));
            var conversion = new PixelConversion(new NetworkInput("x", new Shape(channels, 1, 1)) { Pixels = pixels });
            var samples = new byte[channels * count];
            random.NextBytes(samples);
            var expected = new float[samples.Length];
            pixels.Convert(samples, new Shape(channels, 1, 1), expected);

            using var row = new NativeBuffer<float>(samples.Length + 1, zeroed: true);
            row.Span[^1] = float.NaN;
            fixed (byte* x = samples)
            {
                conversion.Row(x, row.Pointer, samples.Length);
            }

            Assert.Equal(expected, row.Span[..^1].ToArray());
            Assert.True(float.IsNaN(row.Span[^1]));
            AssertBlocks(conversion, channels, samples, expected);
        }, iter: 200);

    // Blocks of 16 channels; what pads the last one stays as it is.
    private static unsafe void AssertBlocks(PixelConversion conversion, int channels, byte[] samples, float[] expected)
    {
        var count = samples.Length / channels;
        using var block = new NativeBuffer<float>(16 * count);
        for (var first = 0; first < channels; first += 16)
        {
            block.Span.Fill(-1);
            fixed (byte* x = samples)
            {
                conversion.Block(x, block.Pointer, count, first);
            }

            for (var i = 0; i < block.Length; i++)
            {
                var channel = first + (i % 16);
                Assert.Equal(channel < channels ? expected[(i / 16 * channels) + channel] : -1, block.Span[i]);
            }
        }
    }
}
