namespace SsnGen.Inference;

/// <summary>The kernels of Winograd's minimal filtering F(2×2, 3×3) (Lavin and Gray, CVPR 2016).</summary>
internal static class WinogradKernel
{
    private const int Inputs = WinogradTile.Inputs;
    private const int Size = WinogradTile.Kernel;

    /// <summary>Taps of a kernel.</summary>
    public const int Taps = Size * Size;

    /// <summary>GgGᵀ, in double precision.</summary>
    /// <param name="kernel">g: 3×3 weights by rows.</param>
    /// <param name="points">Receives the 16 points by rows.</param>
    public static void Transform(ReadOnlySpan<float> kernel, Span<double> points)
    {
        Span<double> rows = stackalloc double[Inputs * Size];
        for (var column = 0; column < Size; column++)
        {
            Line(kernel[column], kernel[Size + column], kernel[(2 * Size) + column], rows[column..], Size);
        }

        for (var row = 0; row < Inputs; row++)
        {
            var g = rows.Slice(row * Size, Size);
            Line(g[0], g[1], g[2], points[(row * Inputs)..], 1);
        }
    }

    // G g: g0, (g0 + g1 + g2) / 2, (g0 - g1 + g2) / 2, g2.
    private static void Line(double g0, double g1, double g2, Span<double> to, int stride)
    {
        to[0] = g0;
        to[stride] = (g0 + g1 + g2) / 2;
        to[2 * stride] = (g0 - g1 + g2) / 2;
        to[3 * stride] = g2;
    }
}
