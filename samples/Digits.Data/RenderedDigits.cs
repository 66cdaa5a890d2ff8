namespace Digits.Data;

/// <summary>
/// Handwriting made up: strokes of a random style, displaced, turned, slanted and scaled, drawn with a pen of random width
/// and ink, sometimes blurred, with noise over it all.
/// </summary>
/// <remarks>
/// Equal seeds give equal images, bit for bit, on every machine: all is made of additions, multiplications, divisions and
/// square roots, which IEEE 754 rounds correctly, and of a random number generator of its own.
/// </remarks>
public static class RenderedDigits
{
    // The digit's box in pixels, and half the width of the pen.
    internal const float SmallestHeight = 9.5f;
    internal const float LargestHeight = 13f;
    internal const float ThinnestPen = 0.6f;
    internal const float ThickestPen = 1.15f;

    // tan(α/2) of the largest turn α, 15°. A turn by tan(α/2) = t has cos = (1 − t²)/(1 + t²), sin = 2t/(1 + t²):
    // no trigonometric function, so no difference between machines.
    private const float LargestHalfTurn = 0.1317f;
    private const float LargestSlant = 0.35f;
    private const float Jitter = 0.08f;
    private const float BlurredShare = 0.25f;

    /// <summary>
    /// Renders digits: image i shows the digit i mod 10, so that all are equally frequent. The first images of a seed are
    /// the same however many are made.
    /// </summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <param name="seed">Which ones.</param>
    /// <returns>The images, [count, 1, 16, 16].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or too large for one array.</exception>
    public static DigitSet Create(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / DigitSet.PixelsPerImage);

        var images = new float[count * DigitSet.PixelsPerImage];
        var labels = new byte[count];
        var canvas = new Canvas();
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % DigitSet.Classes);
            Render(labels[i], new DigitRandom(seed, i), canvas, images.AsSpan(i * DigitSet.PixelsPerImage, DigitSet.PixelsPerImage));
        }

        return new DigitSet(images, labels);
    }

    private static void Render(int digit, DigitRandom random, Canvas canvas, Span<float> pixels)
    {
        var styles = DigitStyles.Of(digit);
        var style = styles[random.Below(styles.Length)];
        var placement = Placement.Draw(ref random);
        var reach = random.Between(ThinnestPen, ThickestPen) + 0.5f;

        canvas.Clear();
        foreach (var stroke in style)
            DrawStroke(stroke, placement, ref random, canvas, reach);
        canvas.Develop(reach, ink: random.Between(0.35f, 1f), pixels);
        if (random.Between(0f, 1f) < BlurredShare)
            canvas.Blur(pixels);

        var noise = random.Between(0f, 0.2f);
        foreach (ref var pixel in pixels)
            pixel = Math.Clamp(pixel + noise * random.Bell(), 0f, 1f);
    }

    private static void DrawStroke(Stroke stroke, Placement placement, ref DigitRandom random, Canvas canvas, float reach)
    {
        Span<Point> positions = stackalloc Point[stroke.Knots.Length];
        for (var k = 0; k < positions.Length; k++)
        {
            var displacement = new Point(random.Between(-Jitter, Jitter), random.Between(-Jitter, Jitter));
            positions[k] = placement.ToPixels(stroke.Knots[k].Position + displacement);
        }

        Span<Point> points = stackalloc Point[stroke.PointCount];
        stroke.Flatten(positions, points);
        canvas.Draw(points, reach);
    }

    /// <summary>The affine map from the unit square to pixels: scale, then slant, then turn, then shift.</summary>
    private readonly record struct Placement(Point Right, Point Down, Point Centre)
    {
        public static Placement Draw(ref DigitRandom random)
        {
            var height = random.Between(SmallestHeight, LargestHeight);
            var width = height * random.Between(0.6f, 0.9f);
            var slant = random.Between(-LargestSlant, LargestSlant);
            var t = random.Between(-LargestHalfTurn, LargestHalfTurn);
            var (cos, sin) = ((1f - t * t) / (1f + t * t), 2f * t / (1f + t * t));
            var (shiftX, shiftY) = (random.Between(-1f, 1f), random.Between(-1f, 1f));
            return new Placement(
                Right: new Point(width * cos, width * sin),
                Down: new Point(height * (slant * cos - sin), height * (slant * sin + cos)),
                Centre: new Point(0.5f * DigitSet.Side + shiftX, 0.5f * DigitSet.Side + shiftY));
        }

        public Point ToPixels(Point p) => Centre + (p.X - 0.5f) * Right + (p.Y - 0.5f) * Down;
    }
}
