namespace SsnGen;

/// <summary>The window that a producer moves over a picture.</summary>
/// <param name="Kernel">Taps along each side.</param>
/// <param name="Stride">Step, in pixels.</param>
/// <param name="Padding">What lies around the picture, in pixels on each side.</param>
/// <param name="Dilation">Distance of taps, in pixels.</param>
internal readonly record struct Window(int Kernel, int Stride, int Padding, int Dilation = 1)
{
    /// <summary>The most pixels that a channel may have.</summary>
    public const long MostPixels = 1 << 28;

    /// <summary>Pixels from the first to the last tap, both included.</summary>
    public long Span => ((long)Dilation * (Kernel - 1)) + 1;

    /// <summary>The window in words, such as <c>, stride 2, padding 1</c>, to stand behind its size.</summary>
    public string Words => FormattableString.Invariant(
        $"{(Stride > 1 ? $", stride {Stride}" : "")}{(Dilation > 1 ? $", dilation {Dilation}" : "")}{(Padding > 0 ? $", padding {Padding}" : "")}");

    /// <summary>How many windows fit: ⌊(size + 2·padding − span) / stride⌋ + 1 along each side.</summary>
    /// <param name="input">The shape that it moves over.</param>
    /// <param name="channels">Channels of what is produced.</param>
    /// <param name="misfits">Takes what does not fit.</param>
    public Shape Infer(Shape input, int channels, ICollection<Misfit> misfits)
    {
        var smallest = Math.Min(input.Height, input.Width) + (2L * Padding);
        if (Span > smallest)
        {
            misfits.Add(new WindowMisfit(Span, Padding, smallest));
            return new Shape(channels, input.Height, input.Width);
        }

        var (height, width) = (Steps(input.Height), Steps(input.Width));
        if (height * width > MostPixels || Padding > MostPixels)
        {
            misfits.Add(new SizeMisfit(height, width));
            return new Shape(channels, input.Height, input.Width);
        }

        return new Shape(channels, (int)height, (int)width);
    }

    private long Steps(int size) => ((size + (2L * Padding) - Span) / Stride) + 1;
}
