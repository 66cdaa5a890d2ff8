namespace SsnGen.Generator.Planning.Inference;

/// <summary>
/// Decides which convolutions skip what lies around the picture instead of reading zeros: those whose taps lie so far apart that many
/// of them are outside, as in pyramids of dilated convolutions.
/// </summary>
internal static class PaddingPlanner
{
    /// <summary>The share of taps inside of the picture, in percent, below which skipping the others pays.</summary>
    private const int MostInside = 85;

    /// <summary>The same where Winograd's filtering takes half of the products away.</summary>
    private const int MostInsideOfWinograd = 60;

    /// <summary>Whether a layer gains by it; then its source needs no border.</summary>
    public static bool Suits(LayerPlan layer)
    {
        // A single channel is convolved by itself, which is done for 16 at a time. Frames have borders.
        if (layer.Input.Depth > 1 || layer.Producer is not Producer.Conv { Groups: 1, Window: { SeesFrames: false } window } || layer.Input.Channels == 1 || (window.Rows.Dilation == 1 && window.Columns.Dilation == 1))
        {
            return false;
        }

        var (rows, columns) = (Inside(window.Rows, layer.Input.Height, layer.Output.Height), Inside(window.Columns, layer.Input.Width, layer.Output.Width));
        var most = WinogradPlanner.Covers(layer) ? MostInsideOfWinograd : MostInside;
        return rows is { } r && columns is { } c && r * c * 100 < most * layer.Output.SlabSize * window.Taps;
    }

    /// <summary>The parts of a row whose pixels see the same columns of the kernel, and their widths.</summary>
    public static IEnumerable<(RowPart Part, int Width)> Parts(WindowAxis columns, int size, int windows)
    {
        var first = 0;
        for (var pixel = 1; pixel <= windows; pixel++)
        {
            var range = Range(columns, size, first);
            if (pixel == windows || Range(columns, size, pixel) != range)
            {
                yield return (new RowPart(first, range.First, range.End), pixel - first);
                first = pixel;
            }
        }
    }

    // How many taps lie inside, over all windows; null where one of them begins behind the picture.
    private static long? Inside(WindowAxis axis, int size, int windows) => ((windows - 1) * (long)axis.Stride) - axis.Before >= size
        ? null
        : Enumerable.Range(0, windows).Sum(w => Range(axis, size, w) is var (first, end) ? Math.Max(0L, end - first) : 0);

    private static (int First, int End) Range(WindowAxis axis, int size, int window)
    {
        var start = ((long)window * axis.Stride) - axis.Before;
        var first = (int)Math.Max(0, (axis.Dilation - 1 - start) / axis.Dilation);
        return (first, (int)Math.Max(first, Math.Min(axis.Kernel, ((size - 1 - start) / axis.Dilation) + 1)));
    }
}
