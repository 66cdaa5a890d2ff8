using System.Text;
using SsnGen.Files;

namespace SsnGen.Tool.Weights;

/// <summary>
/// A map proposed from order and shapes: what has the same shapes stands for each other, in the order of the file and of the network.
/// Where a shape occurs once in both it is certain; otherwise order alone speaks, and someone has to look.
/// </summary>
/// <param name="Map">The map.</param>
/// <param name="IsCertain">Whether nothing was left to order.</param>
/// <param name="Text">The map as text, with what is uncertain and what has no counterpart in comments.</param>
internal sealed record ShapeProposal(WeightMap Map, bool IsCertain, string Text)
{
    /// <summary>Proposes a map.</summary>
    public static ShapeProposal Of(SourceState source, TargetNetwork target)
    {
        var sources = SourceModule.Of(source).GroupBy(static module => module.Signature, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.ToList(), StringComparer.Ordinal);
        var text = new StringBuilder($"# From {ToolOutput.Printable(source.File.Path)} to {target.Words}, proposed from order and shapes; ? is what has no counterpart.\n");
        text.Append("# SOURCE -> TARGET, and SOURCE -> - for a tensor that is left out.\n");
        var lines = new List<MapLine>();
        var isCertain = true;
        var units = Units(target).ToList();
        var counts = units.CountBy(static unit => unit.Signature).ToDictionary(StringComparer.Ordinal);
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var unit in units)
        {
            var candidates = sources.GetValueOrDefault(unit.Signature) ?? [];
            var number = taken[unit.Signature] = taken.GetValueOrDefault(unit.Signature) + 1;
            if (number > candidates.Count)
            {
                isCertain = false;
                text.Append(string.Concat(unit.Tensors.Select(static tensor => $"# ? -> {tensor}\n")));
                continue;
            }

            if (candidates.Count > 1 || counts[unit.Signature] > 1)
            {
                isCertain = false;
                text.Append($"# Check: number {number} of {candidates.Count} in the file and {counts[unit.Signature]} in the network, {unit.Signature}.\n");
            }

            foreach (var line in Lines(candidates[number - 1], unit, target))
            {
                lines.Add(line);
                text.Append(WeightMapFile.Line(line.Source, line.Target)).Append('\n');
            }
        }

        foreach (var (name, tensor) in sources.SelectMany(group => group.Value.Skip(taken.GetValueOrDefault(group.Key))).SelectMany(static module => module.Parts.Select(part => (module.Name(part.Key), part.Value))))
        {
            isCertain = false;
            text.Append($"# {ToolOutput.Printable(name)} {ShapeText.Of(tensor.Shape.AsSpan())} -> ?\n");
        }

        return new ShapeProposal(new WeightMap("by shapes, each of which there is once", lines), isCertain, text.ToString());
    }

    private static IEnumerable<MapLine> Lines(SourceModule module, Unit unit, TargetNetwork target) =>
        from part in module.Parts.Keys
        let name = $"{unit.Prefix}.{part}"
        where target.ByName.ContainsKey(name) || (unit.Norm is not null && NormImport.Consumes(unit.Norm, name))
        select new MapLine(module.Name(part), name);

    // Producers and normalizations; what else a network has belongs to one of them.
    private static IEnumerable<Unit> Units(TargetNetwork target)
    {
        const string Weight = ".weight";
        var norms = target.Norms.ToDictionary(static norm => norm.Path, StringComparer.Ordinal);
        foreach (var tensor in target.Tensors.Where(static t => t.Name.EndsWith(Weight, StringComparison.Ordinal)))
        {
            var prefix = tensor.Name[..^Weight.Length];
            var norm = norms.GetValueOrDefault(prefix);
            var kind = norm is not null ? ModuleKind.Norm : tensor.Shape.Length >= 2 ? ModuleKind.Producer : ModuleKind.Other;
            yield return new Unit(prefix, norm, SourceModule.SignatureOf(kind, tensor.Shape, target.ByName.ContainsKey(prefix + ".bias")), [.. target.Tensors.Where(t => t.Name.StartsWith(prefix + ".", StringComparison.Ordinal))]);
        }
    }

    private sealed record Unit(string Prefix, TargetNorm? Norm, string Signature, IReadOnlyList<TargetTensor> Tensors);
}
