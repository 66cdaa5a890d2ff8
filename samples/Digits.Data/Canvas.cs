namespace Digits.Data;

/// <summary>16×16 pixels to draw on with a round pen.</summary>
internal sealed class Canvas
{
    private const int Side = DigitSet.Side;

    private readonly float[] _squaredDistances = new float[Side * Side];
    private readonly float[] _rows = new float[Side * Side];

    /// <summary>Forgets all lines.</summary>
    public void Clear() => Array.Fill(_squaredDistances, float.PositiveInfinity);

    /// <summary>Draws a chain of lines, in pixels; the centre of the top left pixel is (0.5, 0.5).</summary>
    /// <param name="points">The ends of the lines.</param>
    /// <param name="reach">Up to which distance the pen leaves ink: half its width, and half a pixel.</param>
    public void Draw(ReadOnlySpan<Point> points, float reach)
    {
        for (var i = 1; i < points.Length; i++)
            DrawLine(points[i - 1], points[i], reach);
    }

    /// <summary>Turns distances from the lines into ink, with edges one pixel wide.</summary>
    /// <param name="reach">As drawn with.</param>
    /// <param name="ink">The value of full ink.</param>
    /// <param name="pixels">Receives the 16×16 pixels.</param>
    public void Develop(float reach, float ink, Span<float> pixels)
    {
        for (var i = 0; i < _squaredDistances.Length; i++)
            pixels[i] = ink * Math.Clamp(reach - MathF.Sqrt(_squaredDistances[i]), 0f, 1f);
    }

    /// <summary>Blurs pixels by ¼, ½, ¼ in both directions, with paper around them.</summary>
    /// <param name="pixels">The 16×16 pixels.</param>
    public void Blur(Span<float> pixels)
    {
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                var i = y * Side + x;
                _rows[i] = 0.25f * (x > 0 ? pixels[i - 1] : 0f) + 0.5f * pixels[i] + 0.25f * (x < Side - 1 ? pixels[i + 1] : 0f);
            }
        }

        for (var i = 0; i < _rows.Length; i++)
        {
            var above = i >= Side ? _rows[i - Side] : 0f;
            var below = i < _rows.Length - Side ? _rows[i + Side] : 0f;
            pixels[i] = 0.25f * above + 0.5f * _rows[i] + 0.25f * below;
        }
    }

    private void DrawLine(Point a, Point b, float reach)
    {
        var (left, right) = Pixels(Math.Min(a.X, b.X) - reach, Math.Max(a.X, b.X) + reach);
        var (top, bottom) = Pixels(Math.Min(a.Y, b.Y) - reach, Math.Max(a.Y, b.Y) + reach);
        var along = b - a;
        var squaredLength = along.X * along.X + along.Y * along.Y;
        var perLength = squaredLength > 0f ? 1f / squaredLength : 0f;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var p = new Point(x + 0.5f, y + 0.5f) - a;
                var nearest = p - Math.Clamp((p.X * along.X + p.Y * along.Y) * perLength, 0f, 1f) * along;
                ref var squaredDistance = ref _squaredDistances[y * Side + x];
                squaredDistance = Math.Min(squaredDistance, nearest.X * nearest.X + nearest.Y * nearest.Y);
            }
        }
    }

    /// <summary>The pixels, from (inclusive) and to (exclusive), that a range of coordinates touches.</summary>
    private static (int From, int To) Pixels(float low, float high) =>
        ((int)Math.Clamp(low, 0f, Side), (int)MathF.Ceiling(Math.Clamp(high, 0f, Side)));
}
