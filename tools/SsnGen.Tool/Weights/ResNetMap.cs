namespace SsnGen.Tool.Weights;

/// <summary>Maps ResNets with the names of published ones to networks that are built like them.</summary>
internal static class ResNetMap
{
    private static readonly string[] ProducerParts = ["weight", "bias"];
    private static readonly string[] NormParts =
        ["weight", "bias", "mean_weight", "var_weight", "mean_fixed", "var_fixed", "radius", "running_mean", "running_var"];

    /// <summary>The map, or null where file or network are no ResNets.</summary>
    public static WeightMap? Of(SourceState source, TargetNetwork target)
    {
        var modules = SourceModule.Of(source);
        if (target.Model is null || ResNetNames.Of(modules) is not var (found, blocks) || ResNetPlaces.Of(target.Model.Graph.Layers) is not var (needed, neededBlocks))
        {
            return null;
        }

        var norms = target.Norms.ToDictionary(static norm => norm.Path, StringComparer.Ordinal);
        var lines = new List<MapLine>();
        foreach (var (place, prefix) in needed)
        {
            if (found.TryGetValue(place, out var module))
            {
                lines.AddRange(from part in norms.ContainsKey(prefix) ? NormParts : ProducerParts
                               where module.Parts.ContainsKey(part) && Takes(target, norms.GetValueOrDefault(prefix), $"{prefix}.{part}")
                               select new MapLine(module.Name(part), $"{prefix}.{part}"));
            }
        }

        return new WeightMap("the names are those of a ResNet of torchvision, timm or Switchable-Normalization", lines)
        {
            IsResNet = true,
            Problem = blocks == neededBlocks ? null : $"the file is a ResNet of {blocks} blocks, and {target.Words} has {neededBlocks}",
        };
    }

    private static bool Takes(TargetNetwork target, TargetNorm? norm, string name) => target.ByName.ContainsKey(name) || (norm is not null && NormImport.Consumes(norm, name));
}
