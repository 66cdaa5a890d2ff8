using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Scaffolding.Structure;

/// <summary>A network as its class lists it: layers, and stages of blocks.</summary>
/// <param name="Network">The network.</param>
/// <param name="Items">Its members, in their order.</param>
/// <param name="Blocks">The blocks that its stages repeat.</param>
internal sealed record NetworkStructure(DraftNetwork Network, IReadOnlyList<StructureItem> Items, IReadOnlyList<BlockClass> Blocks)
{
    /// <summary>Finds the structure of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="isFlat">Whether all layers are to be listed, and no block is looked for.</param>
    public static NetworkStructure Of(DraftNetwork network, bool isFlat = false)
    {
        var units = Unit.Of(network);
        var readers = new UnitReaders(units, network);
        var blocks = isFlat ? [] : BlockFinder.Find(units, readers).OrderBy(static b => b.Uses[0].Start).ToList();
        var stages = blocks.SelectMany(b => b.Stages(readers).Select(s => new StageItem(b, s))).ToDictionary(static s => s.Uses[0].Start);
        var items = new List<StructureItem>();
        for (var i = 0; i < units.Count;)
        {
            if (stages.TryGetValue(i, out var stage))
            {
                items.Add(stage);
                i = stage.Uses[^1].End;
                continue;
            }

            if (units[i].Projection is { } projection)
            {
                items.Add(new LayerItem(projection));
            }

            items.Add(new LayerItem(units[i].Layer));
            i++;
        }

        return new NetworkStructure(network, items, blocks);
    }
}

/// <summary>A member of the class of a network.</summary>
internal abstract record StructureItem
{
    /// <summary>The value that it is called for.</summary>
    public abstract DraftLayer Last { get; }
}

/// <summary>A layer.</summary>
internal sealed record LayerItem(DraftLayer Layer) : StructureItem
{
    public override DraftLayer Last => Layer;
}

/// <summary>A stage.</summary>
internal sealed record StageItem(BlockClass Block, IReadOnlyList<Segment> Uses) : StructureItem
{
    public override DraftLayer Last => Uses[^1].Last;
}
