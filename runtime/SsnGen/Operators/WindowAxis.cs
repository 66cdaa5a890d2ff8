namespace SsnGen;

/// <summary>How a window moves along one side of a picture.</summary>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Step, in pixels.</param>
/// <param name="Before">What lies before the first pixel, in pixels.</param>
/// <param name="After">What lies behind the last pixel, in pixels.</param>
/// <param name="Dilation">Distance of taps, in pixels.</param>
public readonly record struct WindowAxis(int Kernel, int Stride = 1, int Before = 0, int After = 0, int Dilation = 1)
{
    /// <summary>Pixels from the first to the last tap, both included.</summary>
    public long Span => ((long)Dilation * (Kernel - 1)) + 1;

    /// <summary>Whether as much lies before the picture as behind it.</summary>
    public bool IsSymmetric => Before == After;

    /// <summary>Whether it sees one pixel at a time, each of them once.</summary>
    internal bool IsPixel => this is { Kernel: 1, Stride: 1, Before: 0, After: 0 };

    /// <summary>How many pixels behind the last one of a side the last of so many windows reaches, whether padding lies there or not; 0 where it ends inside.</summary>
    /// <param name="size">The side that it moves along.</param>
    /// <param name="windows">How many windows there are, at least 1.</param>
    public int Overhang(int size, int windows) => (int)Math.Max(0, ((windows - 1L) * Stride) + Span - Before - size);

    /// <summary>A side with what lies before and behind it, in pixels.</summary>
    /// <param name="size">The side.</param>
    internal long Padded(int size) => (long)size + Before + After;

    /// <summary>
    /// How many windows fit: ⌊(size + before + after − span) / stride⌋ + 1; or, rounded up, as many as cover the side, but none that
    /// begins behind its last pixel.
    /// </summary>
    /// <param name="size">The side that it moves along.</param>
    /// <param name="ceiling">Whether that is rounded up.</param>
    internal long Steps(int size, bool ceiling)
    {
        var room = Padded(size) - Span;
        var steps = (room / Stride) + 1;
        return ceiling && room % Stride != 0 && steps * Stride < (long)size + Before ? steps + 1 : steps;
    }
}
