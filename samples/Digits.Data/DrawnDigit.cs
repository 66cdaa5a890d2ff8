namespace Digits.Data;

/// <summary>
/// Digits that somebody draws, in strokes: lines from point to point, x to the right and y down, in units of the side of a square to draw
/// on. <see cref="Render"/> brings them to how <see cref="RenderedDigits"/> lie: their middle size, in the middle, with their middle pen
/// in full ink.
/// </summary>
public static class DrawnDigit
{
    private const float Height = 0.5f * (RenderedDigits.SmallestHeight + RenderedDigits.LargestHeight);
    private const float Reach = 0.5f * (RenderedDigits.ThinnestPen + RenderedDigits.ThickestPen) + 0.5f;

    // What is smaller stays small: a dot is not to fill the picture.
    private const float SmallestExtent = 0.2f;

    /// <summary>Draws the picture that a network sees.</summary>
    /// <param name="strokes">The strokes; none, or one of no point, leaves paper.</param>
    /// <param name="pixels">Receives the 16×16 pixels, 0 (paper) to 1 (ink).</param>
    /// <exception cref="ArgumentException">There are not 256 pixels, or a point is not finite.</exception>
    public static void Render(IReadOnlyList<IReadOnlyList<Point>> strokes, Span<float> pixels)
    {
        ArgumentNullException.ThrowIfNull(strokes);
        if (pixels.Length != DigitSet.PixelsPerImage)
            throw new ArgumentException($"A picture has {DigitSet.PixelsPerImage} pixels, not {pixels.Length}.", nameof(pixels));

        var (middle, scale) = Placement(strokes);
        var centre = new Point(0.5f * DigitSet.Side, 0.5f * DigitSet.Side);
        var canvas = new Canvas();
        canvas.Clear();
        foreach (var stroke in strokes)
        {
            var points = stroke.Select(p => centre + (scale * (p - middle))).ToArray();
            canvas.Draw(points is [var dot] ? [dot, dot] : points, Reach);
        }

        canvas.Develop(Reach, ink: 1f, pixels);
    }

    /// <summary>A digit as people write it, in a square to draw on.</summary>
    /// <param name="digit">The digit, 0 to 9.</param>
    /// <param name="style">Which way of writing it; any number, there are a few and then the first one again.</param>
    /// <returns>Its strokes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is no digit, or the style is negative.</exception>
    public static IReadOnlyList<IReadOnlyList<Point>> Example(int digit, int style = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(digit, DigitSet.Classes);
        ArgumentOutOfRangeException.ThrowIfNegative(style);
        var styles = DigitStyles.Of(digit);
        return [.. styles[style % styles.Length].Select(Strokes)];

        // Three quarters of the square high, and as wide as the middle of the rendered ones.
        static Point[] Strokes(Stroke stroke)
        {
            var points = new Point[stroke.PointCount];
            stroke.Flatten([.. stroke.Knots.Select(static k => new Point(0.5f + (0.57f * (k.Position.X - 0.5f)), 0.5f + (0.75f * (k.Position.Y - 0.5f))))], points);
            return points;
        }
    }

    private static (Point Middle, float Scale) Placement(IReadOnlyList<IReadOnlyList<Point>> strokes)
    {
        var (left, top, right, bottom) = (float.PositiveInfinity, float.PositiveInfinity, float.NegativeInfinity, float.NegativeInfinity);
        foreach (var p in strokes.SelectMany(static s => s))
        {
            if (!float.IsFinite(p.X) || !float.IsFinite(p.Y))
                throw new ArgumentException($"A point of a stroke is at ({p.X}, {p.Y}).", nameof(strokes));
            (left, right) = (Math.Min(left, p.X), Math.Max(right, p.X));
            (top, bottom) = (Math.Min(top, p.Y), Math.Max(bottom, p.Y));
        }

        var extent = Math.Max(Math.Max(right - left, bottom - top), SmallestExtent);
        return (0.5f * new Point(left + right, top + bottom), Height / extent);
    }
}
