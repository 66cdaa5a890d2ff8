using ScottPlot;
using SsnGen.History;

namespace SsnGen.Tool.Plots;

/// <summary>The importance ratios of each layer over the steps: of the mean, and beside it of the variance.</summary>
internal static class RatiosPages
{
    private const int LayersOfPage = 8;
    private const int MostSteps = 400;

    public static IEnumerable<Page> Of(TrainingHistory history)
    {
        var steps = Thinning.Of(history.Steps, MostSteps);
        var layers = Enumerable.Range(0, history.Layers.Length).Chunk(LayersOfPage).ToArray();
        for (var page = 0; page < layers.Length; page++)
        {
            var plots = layers[page].SelectMany(layer =>
            {
                var (mean, variance) = history.FixedAt(layer);
                return (Plot[])[Ratios(history.Layers[layer], layer, steps, "mean", static r => r.Mean, mean), Ratios(history.Layers[layer], layer, steps, "variance", static r => r.Variance, variance)];
            }).ToArray();
            yield return new Page(
                layers.Length == 1 ? "ratios" : $"ratios-{page + 1}", $"Importance ratios of {history.Layers[layers[page][0]].Path} to {history.Layers[layers[page][^1]].Path}; a line marks where they were fixed.", plots, 2, 560, 220);
        }
    }

    private static Plot Ratios(HistoryLayer of, int layer, IReadOnlyList<HistoryStep> steps, string what, Func<HistoryRatios, ReadOnlyMemory<float>> ratios, long? fixedAt)
    {
        var normalizers = of.Normalizers;
        var plot = Look.Plot($"{of.Path}, {what}");
        double[] x = [.. steps.Select(static s => (double)s.Step)];
        for (var k = 0; k < normalizers.Length; k++)
        {
            var line = plot.Add.Scatter(x, [.. steps.Select(s => (double)ratios(s.Layers[layer]).Span[k])], Look.Of(normalizers[k]));
            (line.LineWidth, line.MarkerSize, line.LinePattern, line.LegendText) = (2, 0, Look.PatternOf(normalizers[k]), normalizers[k].ToString());
        }

        if (fixedAt is { } step)
        {
            plot.Add.VerticalLine(step, 1, Look.Quiet);
        }

        plot.Axes.SetLimitsY(-0.03, 1.03);
        plot.ShowLegend(Edge.Right);
        return plot;
    }
}
