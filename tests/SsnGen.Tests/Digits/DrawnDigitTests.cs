using CsCheck;
using Digits;
using Digits.Data;

namespace SsnGen.Tests.Digits;

public sealed class DrawnDigitTests
{
    private static readonly Lazy<DigitsNet> Network = new(static () => DigitsNet.Load(Path.Combine(AppContext.BaseDirectory, "digits.safetensors")));

    private static readonly Gen<Point> GenPoint = Gen.Select(Gen.Float[0f, 1f], Gen.Float[0f, 1f], static (x, y) => new Point(x, y));

    private static readonly Gen<Point[][]> GenStrokes = GenPoint.Array[2, 12].Array[1, 3];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_network_reads_what_is_drawn(int style)
    {
        var read = Enumerable.Range(0, DigitSet.Classes).Select(digit => Read(DrawnDigit.Example(digit, style)));
        Assert.Equal(Enumerable.Range(0, DigitSet.Classes), read);
    }

    [Fact]
    public void Where_and_how_large_it_is_drawn_does_not_matter() =>
        Gen.Select(GenStrokes, GenPoint, Gen.Float[0.5f, 2f]).Sample(static (strokes, shift, scale) =>
        {
            Point[][] whole = [[new(0, 0), new(0.3f, 1)], .. strokes];
            var moved = whole.Select(s => s.Select(p => shift + (scale * p)).ToArray()).ToArray();
            AssertClose(Render(whole), Render(moved));
        });

    [Fact]
    public void Ink_ends_half_a_pen_around_the_middle_size() => GenStrokes.Sample(static strokes =>
    {
        var pixels = Render([[new(0, 0), new(0, 1)], .. strokes]);
        var rows = Enumerable.Range(0, 16).Where(y => pixels.AsSpan(16 * y, 16).ContainsAnyExcept(0f)).ToArray();
        Assert.Equal((1, 14), (rows[0], rows[^1]));
    });

    [Fact]
    public void A_digit_has_full_ink_on_paper() => GenStrokes.Sample(static strokes =>
    {
        var pixels = Render([[new(0, 0), new(1, 1)], .. strokes]);
        Assert.All(pixels, static p => Assert.InRange(p, 0f, 1f));
        Assert.Contains(1f, pixels);
        Assert.Contains(0f, pixels);
    });

    [Fact]
    public void A_dot_stays_a_dot()
    {
        var pixels = Render([[new(0.2f, 0.9f)]]);
        Assert.InRange(pixels.Count(static p => p > 0), 4, 16);
        Assert.All([pixels[119], pixels[120], pixels[135], pixels[136]], static p => Assert.InRange(p, 0.3f, 1f));
    }

    [Fact]
    public void Nothing_drawn_is_paper()
    {
        Assert.All(Render([]), static p => Assert.Equal(0f, p));
        Assert.All(Render([[]]), static p => Assert.Equal(0f, p));
    }

    [Theory]
    [InlineData(float.NaN, 0)]
    [InlineData(0, float.PositiveInfinity)]
    public void Points_that_are_nowhere_are_refused(float x, float y) => Assert.Throws<ArgumentException>("strokes", () => { Render([[new(x, y)]]); });

    [Fact]
    public void What_is_no_picture_or_no_digit_is_refused()
    {
        Assert.Throws<ArgumentException>("pixels", static () => DrawnDigit.Render([], new float[255]));
        Assert.Throws<ArgumentOutOfRangeException>("digit", static () => { DrawnDigit.Example(10); });
        Assert.Throws<ArgumentOutOfRangeException>("style", static () => { DrawnDigit.Example(0, -1); });
    }

    private static int Read(IReadOnlyList<IReadOnlyList<Point>> strokes)
    {
        var logits = new float[DigitsNet.OutputLength];
        Network.Value.Run(Render(strokes), logits);
        return Array.IndexOf(logits, logits.Max());
    }

    private static float[] Render(IReadOnlyList<IReadOnlyList<Point>> strokes)
    {
        var pixels = new float[DigitSet.PixelsPerImage];
        DrawnDigit.Render(strokes, pixels);
        return pixels;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-3f);
    }
}
