using Digits.Data;

namespace Browser;

/// <summary>What is drawn on the pad, and what the network sees of it.</summary>
public sealed class Drawing
{
    private readonly List<List<Point>> _strokes = [];
    private readonly float[] _pixels = new float[DigitSet.PixelsPerImage];

    /// <summary>Whether nothing is drawn.</summary>
    public bool IsEmpty => _strokes.Count == 0;

    /// <summary>The 16×16 pixels, 0 (paper) to 1 (ink).</summary>
    public ReadOnlySpan<float> Pixels => _pixels;

    /// <summary>Goes on drawing.</summary>
    /// <param name="begins">Whether a stroke begins here.</param>
    /// <param name="points">Where the pen went, in units of the side of the pad: x and y in turn.</param>
    public void Add(bool begins, IReadOnlyList<float> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (begins || IsEmpty)
        {
            _strokes.Add([]);
        }

        for (var i = 0; i + 1 < points.Count; i += 2)
        {
            _strokes[^1].Add(new Point(points[i], points[i + 1]));
        }

        DrawnDigit.Render(_strokes, _pixels);
    }

    /// <summary>Draws something else.</summary>
    /// <param name="strokes">Its strokes; none to clear the pad.</param>
    public void Replace(IEnumerable<IReadOnlyList<Point>> strokes)
    {
        _strokes.Clear();
        _strokes.AddRange(strokes.Select(static s => s.ToList()));
        DrawnDigit.Render(_strokes, _pixels);
    }
}
