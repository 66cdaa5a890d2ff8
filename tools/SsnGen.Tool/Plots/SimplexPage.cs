using ScottPlot;
using SsnGen.History;

namespace SsnGen.Tool.Plots;

/// <summary>The paths of the ratios of layers that choose from three normalizers, over the simplex; and the circle of SparsestMax that grows with the radius.</summary>
/// <remarks>Shao et al., CVPR 2019, figure 2: what lies inside of the circle around the middle is projected onto it, and where it leaves the triangle onto a side of that.</remarks>
internal static class SimplexPage
{
    private const int Corners = 3;
    private const int MostLayers = 24;
    private const int MostSteps = 400;
    private static readonly double[] _radii = [0.2, 0.4, 0.6];

    /// <summary>The page; null where no layer has three normalizers.</summary>
    public static Page? Of(TrainingHistory history)
    {
        int[] layers = [.. Enumerable.Range(0, history.Layers.Length).Where(i => history.Layers[i].Normalizers.Length == Corners).Take(MostLayers)];
        return layers.Length == 0 ? null : new Page("simplex", "Paths of the ratios over the simplex, of means as a line and of variances as a dashed one; circles are SparsestMax's at the radii 0.2, 0.4 and 0.6.", [.. layers.Select(i => Of(history.Layers[i], [.. Thinning.Of(history.Steps, MostSteps).Select(s => s.Layers[i])]))], Math.Min(3, layers.Length), 380, 340);
    }

    private static Plot Of(HistoryLayer layer, HistoryRatios[] ratios)
    {
        var plot = Look.Plot("");
        Coordinates[] corners = [At([1, 0, 0]), At([0, 1, 0]), At([0, 0, 1])];
        for (var k = 0; k < Corners; k++)
        {
            var side = plot.Add.Line(corners[k], corners[(k + 1) % Corners]);
            (side.LineColor, side.LineWidth) = (Look.Quiet, 1.5f);
            var normalizer = layer.Normalizers[k];
            var name = plot.Add.Text(normalizer.ToString(), corners[k]);
            (name.LabelFontColor, name.LabelFontSize, name.LabelBold) = (Look.Of(normalizer), 13, true);
            name.LabelAlignment = k == 2 ? Alignment.LowerCenter : Alignment.UpperCenter;
            name.OffsetY = k == 2 ? -4 : 4;
        }

        foreach (var radius in _radii)
        {
            var circle = plot.Add.Circle(At([1f / 3, 1f / 3, 1f / 3]), radius);
            (circle.FillColor, circle.LineColor, circle.LineWidth) = (Colors.Transparent, Look.Quiet.WithAlpha(0.4), 1);
        }

        Path(plot, [.. ratios.Select(static r => At(r.Mean.Span))], Color.FromHex("#1f2430"), LinePattern.Solid);
        Path(plot, [.. ratios.Select(static r => At(r.Variance.Span))], Color.FromHex("#c23b55"), LinePattern.DenselyDashed);
        plot.HideGrid();
        plot.Axes.Frameless();
        plot.Axes.SetLimits(-0.25, Math.Sqrt(2) + 0.25, -0.25, Math.Sqrt(1.5) + 0.35);
        plot.Axes.SquareUnits();
        var title = plot.Add.Text(layer.Path, new Coordinates(Math.Sqrt(0.5), Math.Sqrt(1.5) + 0.2));
        (title.LabelAlignment, title.LabelFontSize, title.LabelBold) = (Alignment.LowerCenter, 13, true);
        return plot;
    }

    private static void Path(Plot plot, Coordinates[] path, Color color, LinePattern pattern)
    {
        if (path.Length == 0)
        {
            return;
        }

        var line = plot.Add.ScatterLine(path, color);
        (line.LineWidth, line.LinePattern) = (2, pattern);
        plot.Add.Marker(path[0], MarkerShape.OpenCircle, 8, color);
        plot.Add.Marker(path[^1], MarkerShape.FilledCircle, 9, color);
    }

    // As the simplex lies in space: its sides are √2 long.
    private static Coordinates At(ReadOnlySpan<float> ratios) => new(Math.Sqrt(2) * (ratios[1] + (ratios[2] / 2.0)), Math.Sqrt(1.5) * ratios[2]);
}
