namespace SsnGen;

/// <summary>The window that a producer moves over a picture, a sequence or a clip.</summary>
/// <param name="Rows">How it moves down; along a sequence it does not.</param>
/// <param name="Columns">How it moves across, or along a sequence.</param>
/// <param name="Ceiling">Whether a last window that begins inside of the picture, or of what lies before it, may reach beyond its end.</param>
public readonly record struct Window(WindowAxis Rows, WindowAxis Columns, bool Ceiling = false)
{
    /// <summary>A square window that moves down as it moves across.</summary>
    /// <param name="kernel">Taps along each side.</param>
    /// <param name="stride">Step, in pixels.</param>
    /// <param name="padding">What lies around the picture, in pixels on each side.</param>
    /// <param name="dilation">Distance of taps, in pixels.</param>
    public Window(int kernel, int stride = 1, int padding = 0, int dilation = 1)
        : this(new WindowAxis(kernel, stride, padding, padding, dilation), new WindowAxis(kernel, stride, padding, padding, dilation))
    {
    }

    /// <summary>A window along a sequence.</summary>
    /// <param name="columns">How it moves.</param>
    /// <param name="ceiling">Whether a last window may reach beyond the end.</param>
    public Window(WindowAxis columns, bool ceiling = false)
        : this(new WindowAxis(1), columns, ceiling) => Rank = 1;

    /// <summary>A window through a clip.</summary>
    /// <param name="frames">How it moves from frame to frame.</param>
    /// <param name="rows">How it moves down.</param>
    /// <param name="columns">How it moves across.</param>
    /// <param name="ceiling">Whether a last window may reach beyond the end.</param>
    public Window(WindowAxis frames, WindowAxis rows, WindowAxis columns, bool ceiling = false)
        : this(rows, columns, ceiling) => (Rank, Frames) = (3, frames);

    /// <summary>Along how many sides it moves.</summary>
    public int Rank { get; } = 2;

    /// <summary>How it moves from frame to frame; only through clips it does.</summary>
    public WindowAxis Frames { get; } = new(1);

    /// <summary>How it moves along each side, outermost first.</summary>
    public IReadOnlyList<WindowAxis> Axes => Rank switch
    {
        1 => [Columns],
        2 => [Rows, Columns],
        _ => [Frames, Rows, Columns],
    };

    /// <summary>The most pixels that a channel may have.</summary>
    internal const long MostPixels = 1 << 28;

    /// <summary>Whether a channel may have sides of such lengths.</summary>
    internal static bool Holds(params IReadOnlyList<long> sides) => sides.Aggregate(1L, static (product, side) => product <= MostPixels && side <= MostPixels ? product * side : long.MaxValue) <= MostPixels;

    /// <summary>Taps.</summary>
    public long Taps => (long)Frames.Kernel * Rows.Kernel * Columns.Kernel;

    /// <summary>Whether it moves along each side as along the others.</summary>
    internal bool IsSquare => Axes.Distinct().Count() == 1;

    /// <summary>Whether as much lies before the picture as behind it.</summary>
    public bool IsSymmetric => Axes.All(static a => a.IsSymmetric);

    /// <summary>Whether it sees one pixel at a time, each of them once.</summary>
    internal bool IsPixel => Axes.All(static a => a.IsPixel);

    /// <summary>Whether what it sees at once may lie in several frames, or in none.</summary>
    internal bool SeesFrames => Frames is not { Kernel: 1, Before: 0, After: 0 };

    /// <summary>Whether it looks beyond the first frame of what it moves over, as there are others, or at what lies before or behind it.</summary>
    /// <param name="input">The shape that it moves over.</param>
    internal bool LeavesFirstFrame(Shape input) => input.Depth > 1 || !Frames.IsPixel;

    /// <summary>What lies around each frame.</summary>
    internal Border Border => new(Math.Max(0, Math.Max(Rows.Before, Rows.After)), Math.Max(0, Math.Max(Columns.Before, Columns.After)));

    /// <summary>The window in words, such as <c>3x3</c>.</summary>
    internal string Size => Rank == 1 ? FormattableString.Invariant($"{Columns.Kernel}-tap") : Each(Axes.Select(static a => a.Kernel));

    /// <summary>The rest of it in words, such as <c>, stride 2, padding 1</c>, to stand behind its size.</summary>
    internal string Words =>
        Part("stride", static a => a.Stride, 1) + Part("dilation", static a => a.Dilation, 1)
        + (IsSymmetric ? Part("padding", static a => a.Before, 0) : ", padding " + string.Join("x", Axes.Select(static a => FormattableString.Invariant($"{a.Before}+{a.After}"))))
        + (Ceiling ? ", rounded up" : "");

    /// <inheritdoc/>
    public override string ToString() => Size + Words;

    /// <summary>The window that moves in some ways along each side.</summary>
    /// <param name="axes">How it moves along each side, outermost first: one to three.</param>
    /// <param name="ceiling">Whether a last window may reach beyond the end.</param>
    /// <exception cref="ArgumentException">There are others than one to three axes.</exception>
    public static Window Of(IReadOnlyList<WindowAxis> axes, bool ceiling = false) => axes?.Count switch
    {
        1 => new(axes[0], ceiling),
        2 => new(axes[0], axes[1], ceiling),
        3 => new(axes[0], axes[1], axes[2], ceiling),
        _ => throw new ArgumentException("A window moves along one to three sides.", nameof(axes)),
    };

    /// <summary>The same windows, of which none is rounded up: padding reaches as far as the last of them.</summary>
    /// <param name="input">The shape that it moves over.</param>
    /// <param name="output">The shape that it produces.</param>
    public Window Reaching(Shape input, Shape output) =>
        Of([.. Axes.Select((axis, i) => axis with { After = axis.Overhang(input.Sides[i], output.Sides[i]) })]);

    /// <summary>The shape that it produces: how many windows fit along each side.</summary>
    /// <param name="input">The shape that it moves over.</param>
    /// <param name="channels">Channels of what is produced.</param>
    /// <param name="misfits">Takes what does not fit.</param>
    internal Shape Infer(Shape input, int channels, ICollection<Misfit> misfits)
    {
        var ceiling = Ceiling;
        var sides = Axes.Zip(input.Sides, static (axis, size) => (Axis: axis, Size: size)).ToArray();
        foreach (var (axis, size) in sides)
        {
            if (axis.Span > axis.Padded(size))
            {
                misfits.Add(new WindowMisfit(axis.Span, axis.Before, axis.After, axis.Padded(size)));
                return input with { Channels = channels };
            }
        }

        long[] steps = [.. sides.Select(s => s.Axis.Steps(s.Size, ceiling))];
        if (!Holds(steps) || Math.Max(Border.Rows, Border.Columns) > MostPixels)
        {
            misfits.Add(new SizeMisfit(steps));
            return input with { Channels = channels };
        }

        return Shape.Of(channels, [.. steps.Select(static s => (int)s)]);
    }

    private string Part(string word, Func<WindowAxis, int> value, int none) =>
        Axes.All(a => value(a) == none) ? "" : FormattableString.Invariant($", {word} {Each(Axes.Select(value).Distinct().Count() == 1 ? [value(Columns)] : Axes.Select(value))}");

    private static string Each(IEnumerable<int> values) => string.Join("x", values.Select(static v => FormattableString.Invariant($"{v}")));
}
