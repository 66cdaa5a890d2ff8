using Digits.Data;

namespace Browser.Driver;

/// <summary>How the driver writes digits: not as the rendered ones that the network was trained on.</summary>
internal static class Strokes
{
    /// <summary>The strokes of a digit, in units of the pad's side.</summary>
    /// <param name="digit">0, 1, 2, 3, 4 or 7.</param>
    public static Point[][] Of(int digit) => digit switch
    {
        0 => [Arc(0.5f, 0.5f, 0.21f, 0.34f, -80, 285)],
        1 => [Line([new(0.42f, 0.26f), new(0.53f, 0.14f), new(0.5f, 0.86f)])],
        2 => [[.. Arc(0.49f, 0.34f, 0.18f, 0.18f, -165, 35), .. Line([new(0.63f, 0.45f), new(0.3f, 0.83f), new(0.74f, 0.84f)])]],
        3 => [[.. Arc(0.48f, 0.33f, 0.17f, 0.17f, -150, 85), .. Arc(0.48f, 0.66f, 0.19f, 0.18f, -85, 150)]],
        4 => [Line([new(0.56f, 0.14f), new(0.26f, 0.6f), new(0.76f, 0.58f)]), Line([new(0.62f, 0.4f), new(0.6f, 0.87f)])],
        7 => [Line([new(0.27f, 0.2f), new(0.72f, 0.18f), new(0.45f, 0.85f)])],
        _ => throw new ArgumentOutOfRangeException(nameof(digit), digit, "The driver does not write it."),
    };

    /// <summary>A 3 that is almost closed, of which a network can have its doubts.</summary>
    public static Point[][] Doubtful { get; } = [[.. Arc(0.48f, 0.33f, 0.17f, 0.17f, -190, 85), .. Arc(0.48f, 0.66f, 0.19f, 0.18f, -85, 200)]];

    private static Point[] Arc(float x, float y, float width, float height, int start, int end) =>
        [.. from i in Enumerable.Range(0, 31)
            let angle = (start + ((end - start) * i / 30f)) * MathF.PI / 180
            select new Point(x + (width * MathF.Cos(angle)), y + (height * MathF.Sin(angle)))];

    private static Point[] Line(Point[] corners) =>
        [.. from i in Enumerable.Range(1, corners.Length - 1)
            from step in Enumerable.Range(0, 11)
            select corners[i - 1] + (step / 10f * (corners[i] - corners[i - 1]))];
}
