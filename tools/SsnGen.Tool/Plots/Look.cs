using ScottPlot;

namespace SsnGen.Tool.Plots;

/// <summary>Colours and marks that all plots share.</summary>
internal static class Look
{
    /// <summary>What is neither a normalizer nor text.</summary>
    public static Color Quiet { get; } = Color.FromHex("#9aa0aa");

    /// <summary>The one line of a plot.</summary>
    public static Color Line { get; } = Color.FromHex("#3b4a8c");

    /// <summary>The colour of a normalizer, the same in every picture; told apart without colours by their lines, too.</summary>
    public static Color Of(Normalizer normalizer) => Color.FromHex(normalizer switch
    {
        Normalizer.Instance => "#2f6fb5",
        Normalizer.Layer => "#d9822b",
        Normalizer.Batch => "#2a9d5c",
        Normalizer.Group => "#a24bb0",
        _ => throw new ArgumentOutOfRangeException(nameof(normalizer), normalizer, "There is no such normalizer."),
    });

    /// <summary>How the line of a normalizer is drawn.</summary>
    public static LinePattern PatternOf(Normalizer normalizer) => normalizer switch
    {
        Normalizer.Instance => LinePattern.Solid,
        Normalizer.Layer => LinePattern.DenselyDashed,
        Normalizer.Batch => LinePattern.Solid,
        _ => LinePattern.Dotted,
    };

    /// <summary>A plot with a title.</summary>
    public static Plot Plot(string title)
    {
        var plot = new Plot();
        plot.Font.Set(Fonts.Sans);
        plot.Title(title, 13);
        plot.Grid.MajorLineColor = Quiet.WithAlpha(0.25);
        (plot.Legend.OutlineColor, plot.Legend.ShadowColor) = (Colors.Transparent, Colors.Transparent);
        plot.Axes.Top.IsVisible = plot.Axes.Right.IsVisible = false;
        return plot;
    }
}
