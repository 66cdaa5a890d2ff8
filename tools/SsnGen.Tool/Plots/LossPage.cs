using ScottPlot;
using SsnGen.History;

namespace SsnGen.Tool.Plots;

/// <summary>Loss, scores, learning rate with radius, and the gradient of the control parameters.</summary>
internal static class LossPage
{
    // Of so many steps the smoothed loss is the mean: a part of the training, so that it looks alike however long that was.
    private const int Parts = 60;
    private const int MostSteps = 1000;

    public static Page Of(TrainingHistory history)
    {
        int[] places = [.. Thinning.Places(history.Steps.Count, MostSteps)];
        HistoryStep[] shown = [.. places.Select(i => history.Steps[i])];
        double[] steps = [.. shown.Select(static s => (double)s.Step)];
        var loss = Look.Plot("loss");
        Add(loss, steps, [.. shown.Select(static s => s.Loss)], Look.Quiet.WithAlpha(0.5), "each step");
        Add(loss, steps, Smoothed(history.Steps, places), Look.Line, "mean of steps around it", width: 2);
        loss.ShowLegend(Alignment.UpperRight);

        var rates = Look.Plot("radius, and learning rate as a part of its largest");
        var largest = history.Steps.Select(static s => s.LearningRate).DefaultIfEmpty(1).Max();
        Add(rates, steps, [.. shown.Select(static s => s.Radius)], Look.Line, "radius", width: 2);
        Add(rates, steps, [.. shown.Select(s => s.LearningRate / largest)], Look.Quiet, $"learning rate, of {largest:G3}", width: 2);
        rates.Axes.SetLimitsY(0, 1.05);
        rates.ShowLegend(Alignment.MiddleRight);

        var gradient = Look.Plot("gradient of the control parameters, before it is clipped to 1");
        Add(gradient, steps, [.. shown.Select(static s => s.ControlGradientNorm)], Look.Line, "");
        List<Plot> plots = [loss, rates, gradient];
        foreach (var scores in history.Scores.GroupBy(static s => s.Name))
        {
            var plot = Look.Plot(scores.Key);
            Add(plot, [.. scores.Select(static s => (double)s.Step)], [.. scores.Select(static s => s.Value)], Look.Line, "", width: 2, marker: 6);
            plots.Insert(1, plot);
        }

        foreach (var plot in plots)
        {
            plot.XLabel("step", 12);
        }

        return new Page("loss", $"Loss, {(history.Scores.Count > 0 ? string.Join(", ", history.Scores.Select(static s => s.Name).Distinct()) + ", " : "")}radius and rates of {history.Model}.", plots, 2, 560, 340);
    }

    private static void Add(Plot plot, double[] x, double[] y, Color color, string legend, float width = 1, float marker = 0)
    {
        // What is not finite is a gap.
        var line = plot.Add.Scatter(x, Array.ConvertAll(y, static v => double.IsFinite(v) ? v : double.NaN), color);
        (line.LineWidth, line.MarkerSize, line.LegendText) = (width, marker, legend);
    }

    // The mean of all steps around those that are shown, whether these are shown or not.
    private static double[] Smoothed(IReadOnlyList<HistoryStep> all, int[] places)
    {
        double[] losses = [.. all.Select(static s => s.Loss)];
        var half = losses.Length / Parts / 2;
        return Array.ConvertAll(places, i => losses[Math.Max(0, i - half)..Math.Min(losses.Length, i + half + 1)].Average());
    }
}
