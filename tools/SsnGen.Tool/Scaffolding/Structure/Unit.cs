using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Scaffolding.Structure;

/// <summary>A layer as it may stand in a block: with the projection that its shortcut may be.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Projection">A 1×1 convolution whose values it adds, which a shortcut would make; or null.</param>
internal sealed record Unit(DraftLayer Layer, DraftLayer? Projection)
{
    /// <summary>What it reads, where its projection is a part of it.</summary>
    public IEnumerable<DraftValue> Reads => Projection is null ? Layer.Reads : Layer.Reads.Where(v => v != Projection).Append(Projection.Sources[0]);

    /// <summary>How many layers it stands for.</summary>
    public int Count => Projection is null ? 1 : 2;

    /// <summary>The strides of its convolution; empty where it has none.</summary>
    public int[] Strides => Layer.Producer is Producer.Conv conv ? [.. conv.Window.Axes.Select(static a => a.Stride)] : [];

    /// <summary>Pairs layers with their projections.</summary>
    /// <param name="network">The network, in the order in which it is to be written.</param>
    public static List<Unit> Of(DraftNetwork network)
    {
        var readers = network.CountReaders();
        var outputs = network.Outputs.Select(static o => o.Layer).ToHashSet();
        var projections = new Dictionary<DraftLayer, DraftLayer>();
        foreach (var layer in network.Layers)
        {
            if (layer.Tail.Select(static s => s is { Multiplies: false, Operand: DraftLayer operand } ? operand : null)
                .FirstOrDefault(o => o is not null && readers[o] == 1 && !outputs.Contains(o) && IsProjection(o, layer)) is { } projection)
            {
                projections[layer] = projection;
            }
        }

        var absorbed = projections.Values.ToHashSet();
        return [.. network.Layers.Where(l => !absorbed.Contains(l)).Select(l => new Unit(l, projections.GetValueOrDefault(l)))];
    }

    // As the generator makes one: of the kernel, bias and normalization that follow from the layer.
    private static bool IsProjection(DraftLayer layer, DraftLayer of) =>
        layer is { Producer: Producer.Conv { Groups: 1 } conv, Tail.Count: 0, Sources.Count: 1 }
        && conv.Window.Axes.All(static a => a is { Kernel: 1, Before: 0, After: 0 })
        && conv.Bias == (of.Normalization is null) && Text.NormalizationText.AreAlike(layer.Normalization?.Kind, of.Normalization?.Kind)
        && layer.Output == of.Output && !layer.Input.IsLike(of.Output);
}
