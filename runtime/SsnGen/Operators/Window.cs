namespace SsnGen;

/// <summary>The window that a producer moves over a picture.</summary>
/// <param name="Rows">How it moves down.</param>
/// <param name="Columns">How it moves across.</param>
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

    /// <summary>The most pixels that a channel may have.</summary>
    internal const long MostPixels = 1 << 28;

    /// <summary>Whether a channel may have so many pixels.</summary>
    internal static bool Holds(long height, long width) => height <= MostPixels && width <= MostPixels && height * width <= MostPixels;

    /// <summary>Taps.</summary>
    public long Taps => (long)Rows.Kernel * Columns.Kernel;

    /// <summary>Whether it moves down as it moves across.</summary>
    internal bool IsSquare => Rows == Columns;

    /// <summary>Whether as much lies before the picture as behind it.</summary>
    public bool IsSymmetric => Rows.IsSymmetric && Columns.IsSymmetric;

    /// <summary>Whether it sees one pixel at a time, each of them once.</summary>
    internal bool IsPixel => Rows.IsPixel && Columns.IsPixel;

    /// <summary>What lies around the picture.</summary>
    internal Border Border => new(Math.Max(0, Math.Max(Rows.Before, Rows.After)), Math.Max(0, Math.Max(Columns.Before, Columns.After)));

    /// <summary>The window in words, such as <c>3x3</c>.</summary>
    internal string Size => FormattableString.Invariant($"{Rows.Kernel}x{Columns.Kernel}");

    /// <summary>The rest of it in words, such as <c>, stride 2, padding 1</c>, to stand behind its size.</summary>
    internal string Words =>
        Part("stride", Rows.Stride, Columns.Stride, 1) + Part("dilation", Rows.Dilation, Columns.Dilation, 1)
        + (IsSymmetric ? Part("padding", Rows.Before, Columns.Before, 0) : FormattableString.Invariant($", padding {Rows.Before}+{Rows.After}x{Columns.Before}+{Columns.After}"))
        + (Ceiling ? ", rounded up" : "");

    /// <inheritdoc/>
    public override string ToString() => Size + Words;

    /// <summary>The shape that it produces: how many windows fit along each side.</summary>
    /// <param name="input">The shape that it moves over.</param>
    /// <param name="channels">Channels of what is produced.</param>
    /// <param name="misfits">Takes what does not fit.</param>
    internal Shape Infer(Shape input, int channels, ICollection<Misfit> misfits)
    {
        foreach (var (axis, size) in new[] { (Rows, input.Height), (Columns, input.Width) })
        {
            if (axis.Span > axis.Padded(size))
            {
                misfits.Add(new WindowMisfit(axis.Span, axis.Before, axis.After, axis.Padded(size)));
                return new Shape(channels, input.Height, input.Width);
            }
        }

        var (height, width) = (Rows.Steps(input.Height, Ceiling), Columns.Steps(input.Width, Ceiling));
        if (!Holds(height, width) || Math.Max(Border.Rows, Border.Columns) > MostPixels)
        {
            misfits.Add(new SizeMisfit(height, width));
            return new Shape(channels, input.Height, input.Width);
        }

        return new Shape(channels, (int)height, (int)width);
    }

    private static string Part(string word, int rows, int columns, int none) =>
        rows == none && columns == none ? "" : FormattableString.Invariant(rows == columns ? $", {word} {rows}" : (FormattableString)$", {word} {rows}x{columns}");
}
