using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Tool.Models;
using SsnGen.Tool.Weights;

namespace SsnGen.Tool.Selections;

/// <summary>The selection that weights imply.</summary>
/// <param name="Entries">The layers that have chosen, those with one normalizer among them, as training writes them.</param>
/// <param name="Hash">Its fingerprint; null where a layer has one normalizer, and nothing says which.</param>
internal sealed record ImpliedSelection(IReadOnlyList<(string Path, Normalizer Mean, Normalizer Variance)> Entries, string? Hash)
{
    /// <summary>Puts it together.</summary>
    /// <param name="source">The weights.</param>
    /// <param name="model">The network; null where only the file speaks.</param>
    /// <param name="choices">The choices of the layers that have one.</param>
    public static ImpliedSelection Of(SourceState source, NetworkModel? model, IReadOnlyList<LayerChoice> choices)
    {
        var chosen = choices.Where(static choice => choice.Reason is null).ToDictionary(
            static choice => choice.Layer, static choice => (choice.Layer, choice.SelectedMean!.Value, choice.SelectedVariance!.Value), StringComparer.Ordinal);
        if (model is not null)
        {
            return Known([.. from layer in model.Graph.Layers
                where layer.Normalization is { Normalizers.Length: 1 } || chosen.ContainsKey(layer.Path)
                select chosen.TryGetValue(layer.Path, out var own) ? own : Single(layer.Path, layer.Normalization!.Normalizers[0])]);
        }

        var singles = Singles(source, choices).ToList();
        List<(string, Normalizer, Normalizer)> entries = [.. chosen.Values, .. singles.Where(source.HasMoments).Select(static layer => Single(layer, Normalizer.Batch))];
        return singles.TrueForAll(source.HasMoments) ? Known(entries) : new ImpliedSelection(entries, null);
    }

    private static ImpliedSelection Known(List<(string, Normalizer, Normalizer)> entries) => new(entries, SelectionHash.Compute(entries));

    private static (string, Normalizer, Normalizer) Single(string layer, Normalizer normalizer) => (layer, normalizer, normalizer);

    // Layers without control parameters: batch where there are running moments.
    private static IEnumerable<string> Singles(SourceState source, IReadOnlyList<LayerChoice> choices)
    {
        const string Gamma = NetworkTensors.Norm + ".weight";
        return source.Tensors.Where(static t => t.Name.EndsWith(Gamma, StringComparison.Ordinal)).Select(static t => t.Name[..^Gamma.Length])
            .Except(choices.Select(static choice => choice.Layer), StringComparer.Ordinal).OrderBy(NaturalOrder.Key, StringComparer.Ordinal);
    }
}
