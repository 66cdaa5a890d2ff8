using ScottPlot;
using SsnGen.History;

namespace SsnGen.Tool.Plots;

/// <summary>What each depth of the network has chosen: the ratios of the last step, of the mean and below of the variance.</summary>
/// <remarks>Shao et al., CVPR 2019, figures 4 and 5, in kind.</remarks>
internal static class SelectionPage
{
    public static Page Of(TrainingHistory history)
    {
        var last = history.Steps[^1];
        return new Page(
            "selection", $"What each layer has chosen after step {last.Step}.",
            [Bars(history, "mean", [.. last.Layers.Select(static l => l.Mean)]), Bars(history, "variance", [.. last.Layers.Select(static l => l.Variance)])], 1, Math.Clamp(160 + (60 * history.Layers.Length), 560, 2400), 320);
    }

    private static Plot Bars(TrainingHistory history, string of, ReadOnlyMemory<float>[] ratios)
    {
        var plot = Look.Plot($"ratios of the {of} by depth");
        for (var layer = 0; layer < ratios.Length; layer++)
        {
            var from = 0.0;
            for (var k = 0; k < ratios[layer].Length; k++)
            {
                var to = from + ratios[layer].Span[k];
                plot.Add.Bar(new Bar { Position = layer, ValueBase = from, Value = to, FillColor = Look.Of(history.Layers[layer].Normalizers[k]), LineColor = Colors.White, LineWidth = 1, Size = 0.8 });
                from = to;
            }
        }

        plot.Axes.Bottom.SetTicks([.. ratios.Select(static (_, i) => (double)i)], [.. history.Layers.Select(static l => l.Path)]);
        (plot.Axes.Bottom.TickLabelStyle.Rotation, plot.Axes.Bottom.TickLabelStyle.Alignment) = (-35, Alignment.MiddleRight);
        plot.Axes.Bottom.MinimumSize = 90;
        plot.Axes.SetLimits(-0.6, ratios.Length - 0.4, 0, 1.02);
        foreach (var normalizer in history.Layers.SelectMany(static l => l.Normalizers).Distinct().Order())
        {
            plot.Legend.ManualItems.Add(new LegendItem { LabelText = normalizer.ToString(), FillColor = Look.Of(normalizer) });
        }

        plot.ShowLegend(Edge.Right);
        return plot;
    }
}
