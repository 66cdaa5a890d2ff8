using Digits.Data;

namespace Segmentation.Data;

/// <summary>Makes up scenes: coins with digits of any colour and size, one over the other, on a shaded ground with scratches and noise.</summary>
/// <remarks>Equal seeds give equal scenes, bit for bit, on every machine, as the digits do.</remarks>
public static class RenderedScenes
{
    private const float SmallestRadius = 9f;
    private const float LargestRadius = 14f;

    // A coin for so many pixels, more or less.
    private const int AreaPerCoin = 1300;
    private const int Scratches = 4;

    // Coins may lie over each other, but not so far that nobody could say what is below: centres are so much of both radii apart.
    private const float LeastApart = 0.75f;
    private const int Tries = 20;

    /// <summary>Makes scenes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="height">Their height.</param>
    /// <param name="width">Their width.</param>
    /// <param name="seed">Which ones.</param>
    public static SceneSet Create(int count, int height, int width, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(height, width), (int)(2 * LargestRadius), nameof(height));
        var scenes = new SceneSet(height, width, new byte[count * SceneSet.Channels * height * width], new byte[count * height * width]);
        var canvas = new SceneCanvas(height, width);
        for (var i = 0; i < count; i++)
        {
            var random = new DigitRandom(seed, i);
            Draw(canvas, ref random, seed, i);
            canvas.Develop(ref random, scenes.Pixels.AsSpan(i * SceneSet.Channels * scenes.Area, SceneSet.Channels * scenes.Area), scenes.Labels.AsSpan(i * scenes.Area, scenes.Area));
        }

        return scenes;
    }

    private static void Draw(SceneCanvas canvas, ref DigitRandom random, int seed, int scene)
    {
        canvas.Shade(Colour.Draw(ref random), Colour.Draw(ref random), random.Between(-1, 1), random.Between(-1, 1));
        for (var i = random.Below(Scratches + 1); i > 0; i--)
        {
            canvas.Scratch(random.Between(0, canvas.Width), random.Between(0, canvas.Height), random.Between(-1, 1), random.Between(-1, 1), random.Between(0.5f, 1.5f), Colour.Draw(ref random));
        }

        var coins = Math.Max(1, (canvas.Height * canvas.Width / AreaPerCoin) - 1 + random.Below(3));
        var digits = RenderedDigits.Create(DigitSet.Classes * coins, unchecked((seed * 31) + scene + 1));
        var placed = new List<(float X, float Y, float Radius)>();
        for (var i = 0; i < coins; i++)
        {
            var radius = random.Between(SmallestRadius, LargestRadius);
            if (Place(canvas, ref random, radius, placed) is not var (x, y))
            {
                continue;
            }

            var digit = random.Below(DigitSet.Classes);
            var metal = Colour.Draw(ref random);
            canvas.Coin(x, y, radius, random.Between(-0.15f, 0.15f), metal, metal.Contrast(ref random), digits.Image((i * DigitSet.Classes) + digit), (byte)(digit + 1));
            placed.Add((x, y, radius));
        }
    }

    // Where a coin may lie; null where none of some places will do.
    private static (float X, float Y)? Place(SceneCanvas canvas, ref DigitRandom random, float radius, List<(float X, float Y, float Radius)> placed)
    {
        for (var i = 0; i < Tries; i++)
        {
            var (x, y) = (random.Between(0.8f * radius, canvas.Width - (0.8f * radius)), random.Between(0.8f * radius, canvas.Height - (0.8f * radius)));
            if (placed.TrueForAll(other => MathF.Sqrt(((other.X - x) * (other.X - x)) + ((other.Y - y) * (other.Y - y))) >= LeastApart * (other.Radius + radius)))
            {
                return (x, y);
            }
        }

        return null;
    }
}
