using System.Globalization;
using Spectre.Console;

namespace SsnGen.Tool.Selections;

/// <summary>Choices as a table.</summary>
internal static class ChoiceTable
{
    /// <summary>Prints them.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<LayerChoice> choices)
    {
        var table = new ToolTable("choice", "of", "gate", "radius", "mean", "variance");
        foreach (var choice in choices)
        {
            table.Add(
                choice.Layer,
                choice.Normalizers.IsEmpty ? $"{choice.Mean.Length}" : string.Join(' ', choice.Normalizers),
                choice.Gate.ToString(),
                choice.Gate == Gate.SparsestMax ? choice.Radius.ToString("0.###", CultureInfo.InvariantCulture) : "",
                LayerChoice.Words(choice.Mean, choice.SelectedMean, choice.MeanFixed),
                LayerChoice.Words(choice.Variance, choice.SelectedVariance, choice.VarianceFixed));
        }

        table.Write(console);
    }
}
