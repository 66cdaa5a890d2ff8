namespace SsnGen;

/// <summary>
/// Where the pixels of a resized side lie on the side itself, exactly: pixel i at (Step·i + Start) / Divisor, and no pixel before the first.
/// </summary>
/// <param name="Step">Numerator of the distance of two pixels.</param>
/// <param name="Start">Numerator of the place of the first.</param>
/// <param name="Divisor">Denominator of both.</param>
internal readonly record struct InterpolationAxis(int Step, int Start, int Divisor)
{
    /// <summary>That of a side: with the outer corners of both on each other, (i + ½)·size / resized − ½; with aligned corners i·(size − 1) / (resized − 1).</summary>
    /// <param name="size">Pixels of the side.</param>
    /// <param name="resized">Pixels that it is resized to.</param>
    /// <param name="alignsCorners">Whether the centers of the corner pixels lie on each other.</param>
    public static InterpolationAxis Of(int size, int resized, bool alignsCorners)
    {
        var (step, start, divisor) = alignsCorners ? (size - 1, 0, Math.Max(1, resized - 1)) : (2L * size, (long)size - resized, 2L * resized);
        var common = Common(Common(step, Math.Abs(start)), divisor);
        return new InterpolationAxis((int)(step / common), (int)(start / common), (int)(divisor / common));
    }

    // Euclid's algorithm; at least 1, as the divisor is.
    private static long Common(long a, long b) => b == 0 ? a : Common(b, a % b);
}
