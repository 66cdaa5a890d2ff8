using SsnGen.Files;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>Gives each layer what <c>[Selected]</c> says of it.</summary>
internal static class SelectionResolver
{
    public static LayerPlan[] Resolve(ModelDefinition model, List<ExpandedLayer> layers, Findings findings)
    {
        var byPath = new Dictionary<string, SelectedDefinition>(StringComparer.Ordinal);
        var normalized = layers.Where(static l => l.Plan.Normalization is not null).ToArray();
        var known = new HashSet<string>(normalized.Select(static l => l.Plan.Path), StringComparer.Ordinal);
        foreach (var selected in model.Selected)
        {
            if (byPath.ContainsKey(selected.Path))
            {
                findings.Add(Descriptors.SelectedTwice, selected.Place, selected.Path);
            }
            else if (!known.Contains(selected.Path))
            {
                var nearest = Suggestion.Nearest(selected.Path, known);
                findings.Add(new Finding(Descriptors.UnknownPath, selected.Place, new([model.Name, selected.Path, Suggestion.Words(nearest)])) { Remedy = nearest });
            }
            else
            {
                byPath.Add(selected.Path, selected);
            }
        }

        var resolved = layers.Select(l => Resolve(l, byPath, findings)).ToArray();
        ReportMixtures(model, resolved, findings);
        return resolved;
    }

    private static void ReportMixtures(ModelDefinition model, LayerPlan[] layers, Findings findings)
    {
        const int Named = 3;
        var mixtures = layers.Where(static l => l.Normalization is { Selection: null }).Select(static l => l.Path).ToArray();
        if (mixtures.Length > 0)
        {
            var names = string.Join(", ", mixtures.Take(Named)) + (mixtures.Length > Named ? $" and {Of(mixtures.Length - Named)} more" : "");
            findings.Add(Descriptors.Mixture, model.Class.Place, model.Name, Of(mixtures.Length), Of(layers.Count(static l => l.Normalization is not null)), names);
        }
    }

    /// <summary>The fingerprint of what is selected.</summary>
    public static string Hash(IEnumerable<LayerPlan> layers) => SelectionHash.Compute(
        from layer in layers
        let selection = layer.Normalization?.Selection
        where selection is not null
        select (layer.Path, selection.Mean, selection.Variance));

    private static LayerPlan Resolve(ExpandedLayer layer, Dictionary<string, SelectedDefinition> byPath, Findings findings)
    {
        if (layer.Plan.Normalization is not { } normalization)
        {
            return layer.Plan;
        }

        var omega = normalization.Omega;
        var choices = string.Join(", ", omega);
        if (!byPath.TryGetValue(layer.Plan.Path, out var selected))
        {
            if (omega.Length == 1)
            {
                return With(new SelectionPlan(omega[0], omega[0], null));
            }

            return layer.Plan;
        }

        Check(selected.Mean, "mean");
        Check(selected.Variance, "variance");
        if (normalization.SharedRatios && selected.Mean != selected.Variance)
        {
            findings.Add(Descriptors.NotInOmega, selected.Place, selected.Path, selected.Variance.ToString(), "variance", "one normalizer for both (SharedRatios)");
        }

        return With(new SelectionPlan(selected.Mean, selected.Variance, selected.Text));

        LayerPlan With(SelectionPlan selection) => layer.Plan with { Normalization = normalization with { Selection = selection } };

        void Check(Normalizer normalizer, string what)
        {
            if (!omega.Contains(normalizer))
            {
                findings.Add(Descriptors.NotInOmega, selected.Place, selected.Path, normalizer.ToString(), what, choices);
            }
        }
    }
}
