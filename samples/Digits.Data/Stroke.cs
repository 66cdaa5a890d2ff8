namespace Digits.Data;

/// <summary>A point in the plane.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
public readonly record struct Point(float X, float Y)
{
    /// <summary>The sum of both coordinates.</summary>
    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>The difference of both coordinates.</summary>
    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Both coordinates, scaled.</summary>
    public static Point operator *(float s, Point a) => new(s * a.X, s * a.Y);
}

/// <summary>A point that a stroke goes through.</summary>
/// <param name="Position">Where: x to the right, y down, the digit in the unit square.</param>
/// <param name="Corner">Whether the stroke turns sharply here.</param>
internal readonly record struct Knot(Point Position, bool Corner);

/// <summary>
/// One movement of the pen: a cubic Hermite spline through its knots, with the tangents of Catmull and Rom where it is
/// smooth. Between two corners it is a straight line.
/// </summary>
/// <param name="Closed">Whether the last knot goes on to the first.</param>
/// <param name="Knots">Two knots or more.</param>
internal sealed record Stroke(bool Closed, Knot[] Knots)
{
    private const int StepsPerSpan = 8;

    /// <summary>How many points <see cref="Flatten"/> gives.</summary>
    public int PointCount => Spans * StepsPerSpan + 1;

    private int Spans => Closed ? Knots.Length : Knots.Length - 1;

    /// <summary>Approximates the stroke by a chain of short lines.</summary>
    /// <param name="positions">Where the knots are in the end; as many as there are knots.</param>
    /// <param name="points">Receives <see cref="PointCount"/> points.</param>
    public void Flatten(ReadOnlySpan<Point> positions, Span<Point> points)
    {
        points[0] = positions[0];
        for (var span = 0; span < Spans; span++)
        {
            var (from, to) = (span, (span + 1) % Knots.Length);
            var (a, b) = (positions[from], positions[to]);
            var (leaving, arriving) = (Tangent(positions, from, b - a), Tangent(positions, to, b - a));
            for (var step = 1; step <= StepsPerSpan; step++)
                points[span * StepsPerSpan + step] = Hermite(a, leaving, b, arriving, (float)step / StepsPerSpan);
        }
    }

    private Point Tangent(ReadOnlySpan<Point> positions, int knot, Point chord)
    {
        var isEnd = !Closed && (knot == 0 || knot == Knots.Length - 1);
        if (isEnd || Knots[knot].Corner)
            return chord;
        var (before, after) = ((knot + Knots.Length - 1) % Knots.Length, (knot + 1) % Knots.Length);
        return 0.5f * (positions[after] - positions[before]);
    }

    private static Point Hermite(Point a, Point leaving, Point b, Point arriving, float t)
    {
        var (t2, t3) = (t * t, t * t * t);
        return (2f * t3 - 3f * t2 + 1f) * a + (t3 - 2f * t2 + t) * leaving + (3f * t2 - 2f * t3) * b + (t3 - t2) * arriving;
    }
}
