using Digits.Data;

namespace Segmentation.Data;

/// <summary>A scene to draw on.</summary>
internal sealed class SceneCanvas(int height, int width)
{
    private readonly Colour[] _colours = new Colour[height * width];
    private readonly byte[] _labels = new byte[height * width];

    public int Height => height;

    public int Width => width;

    /// <summary>Covers everything with a shade from one colour to another, along a direction.</summary>
    public void Shade(Colour from, Colour to, float right, float down)
    {
        Array.Clear(_labels);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var along = 0.5f + (0.5f * ((right * ((2f * x / width) - 1)) + (down * ((2f * y / height) - 1))));
                _colours[(y * width) + x] = from.With(to, Math.Clamp(along, 0, 1));
            }
        }
    }

    /// <summary>Draws a line over everything, through a point, of half a width.</summary>
    public void Scratch(float throughX, float throughY, float right, float down, float half, Colour colour)
    {
        var length = MathF.Sqrt((right * right) + (down * down)) + 1e-3f;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var distance = Math.Abs(((x + 0.5f - throughX) * down) - ((y + 0.5f - throughY) * right)) / length;
                ref var pixel = ref _colours[(y * width) + x];
                pixel = pixel.With(colour, Math.Clamp(half + 0.5f - distance, 0, 1));
            }
        }
    }

    /// <summary>Draws a coin with a digit on it over what is there.</summary>
    /// <param name="centreX">Where its centre is, in pixels.</param>
    /// <param name="centreY">Likewise.</param>
    /// <param name="radius">Its radius.</param>
    /// <param name="halfTurn">The tangent of half the angle that the digit is turned by.</param>
    /// <param name="metal">The colour of the coin.</param>
    /// <param name="ink">The colour of the digit.</param>
    /// <param name="digit">The digit, 16×16 pixels from 0 to 1.</param>
    /// <param name="label">What its pixels are.</param>
    public void Coin(float centreX, float centreY, float radius, float halfTurn, Colour metal, Colour ink, ReadOnlySpan<float> digit, byte label)
    {
        var (cos, sin) = ((1 - (halfTurn * halfTurn)) / (1 + (halfTurn * halfTurn)), 2 * halfTurn / (1 + (halfTurn * halfTurn)));

        // A digit fills the square around the coin, as it has a margin of its own.
        var scale = DigitSet.Side / (2 * radius);
        for (var y = Math.Max(0, (int)(centreY - radius - 1)); y < Math.Min(height, (int)(centreY + radius + 2)); y++)
        {
            for (var x = Math.Max(0, (int)(centreX - radius - 1)); x < Math.Min(width, (int)(centreX + radius + 2)); x++)
            {
                var (right, down) = (x + 0.5f - centreX, y + 0.5f - centreY);
                var inside = Math.Clamp(radius + 0.5f - MathF.Sqrt((right * right) + (down * down)), 0, 1);
                if (inside == 0)
                {
                    continue;
                }

                var drawn = DigitSet.Ink(digit, (((cos * right) + (sin * down)) * scale) + (0.5f * DigitSet.Side), (((cos * down) - (sin * right)) * scale) + (0.5f * DigitSet.Side));
                ref var pixel = ref _colours[(y * width) + x];
                pixel = pixel.With(metal.With(ink, drawn), inside);
                if (inside >= 0.5f)
                {
                    _labels[(y * width) + x] = label;
                }
            }
        }
    }

    /// <summary>Writes pixels, with noise over them, and labels.</summary>
    public void Develop(ref DigitRandom random, Span<byte> pixels, Span<byte> labels)
    {
        _labels.CopyTo(labels);
        var noise = random.Between(0, 12);
        for (var i = 0; i < _colours.Length; i++)
        {
            var colour = _colours[i].Brighter(noise * random.Bell());
            pixels[3 * i] = Level(colour.Red);
            pixels[(3 * i) + 1] = Level(colour.Green);
            pixels[(3 * i) + 2] = Level(colour.Blue);
        }
    }

    private static byte Level(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
