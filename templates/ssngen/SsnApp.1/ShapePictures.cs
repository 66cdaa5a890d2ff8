namespace SsnApp._1;

/// <summary>Pictures of shapes, one channel of <see cref="Side"/>×<see cref="Side"/> values: anywhere, of any size, turned, light or dark, and noisy.</summary>
public static class ShapePictures
{
    /// <summary>Height and width.</summary>
    public const int Side = 24;

    /// <summary>How many kinds of shapes there are.</summary>
    public const int Kinds = 4;

    /// <summary>What they are called.</summary>
    public static IReadOnlyList<string> Names { get; } = ["disc", "ring", "square", "cross"];

    /// <summary>Draws pictures, one after the other.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">Which: the same pictures for the same seed.</param>
    /// <returns>Their values, and the kind of each.</returns>
    public static (float[] Pictures, long[] Kinds) Draw(int count, int seed)
    {
        var random = new Random(seed);
        var pictures = new float[count * Side * Side];
        var kinds = new long[count];
        for (var i = 0; i < count; i++)
        {
            kinds[i] = random.Next(Kinds);
            Draw((int)kinds[i], random, pictures.AsSpan(i * Side * Side, Side * Side));
        }

        return (pictures, kinds);
    }

    private static void Draw(int kind, Random random, Span<float> picture)
    {
        var radius = Uniform(5, 9);
        var (centerX, centerY) = (Uniform(radius, Side - radius), Uniform(radius, Side - radius));
        var (sin, cos) = Math.SinCos(Uniform(0, Math.PI / 2));
        var light = Uniform(0.4, 1) * (random.Next(2) == 0 ? 1 : -1);
        for (var i = 0; i < picture.Length; i++)
        {
            // Where the pixel lies, as the shape sees it.
            var (dx, dy) = ((i % Side) + 0.5 - centerX, (i / Side) + 0.5 - centerY);
            var (x, y) = (Math.Abs((cos * dx) + (sin * dy)) / radius, Math.Abs((cos * dy) - (sin * dx)) / radius);
            var inside = kind switch
            {
                0 => (x * x) + (y * y) < 1,
                1 => (x * x) + (y * y) is > 0.35 and < 1,
                2 => Math.Max(x, y) < 0.8,
                3 => Math.Max(x, y) < 1 && Math.Min(x, y) < 0.3,
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };
            picture[i] = (float)((inside ? light : 0) + Uniform(-0.25, 0.25));
        }

        double Uniform(double from, double to) => from + ((to - from) * random.NextDouble());
    }
}
