using SsnGen.Tool.Drafts;
using SsnGen.Tool.Scaffolding.Structure;
using SsnGen.Tool.Scaffolding.Text;

namespace SsnGen.Tool.Scaffolding.Names;

/// <summary>What everything of a network is called: as the model calls it where a person named it, otherwise by what it does.</summary>
internal sealed class NetworkNames
{
    private readonly Dictionary<StructureItem, string> _items = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BlockClass, string> _blocks = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<BlockClass, string[]> _members = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<DraftInput, string> _inputs = [];

    /// <summary>Names a network.</summary>
    /// <param name="model">The name of its class.</param>
    /// <param name="structure">The network.</param>
    public NetworkNames(string model, NetworkStructure structure)
    {
        var network = structure.Network;
        var taken = ReservedNames.OfModel(model, network.Inputs.Count, network.Outputs.Count);
        foreach (var input in network.Inputs.Skip(1))
        {
            _inputs[input] = Identifiers.Unique(Identifiers.Of(input.Name) is { Length: > 0 } name ? name : "Input", taken);
        }

        NameBlocks(model, structure.Blocks, taken);
        NameItems(structure, taken);
    }

    /// <summary>The name of a member of the model.</summary>
    public string this[StructureItem item] => _items[item];

    /// <summary>The name of a block.</summary>
    public string this[BlockClass block] => _blocks[block];

    /// <summary>The name of a further input.</summary>
    public string this[DraftInput input] => _inputs[input];

    /// <summary>The names of the layers of a block.</summary>
    public IReadOnlyList<string> Members(BlockClass block) => _members[block];

    private void NameBlocks(string model, IReadOnlyList<BlockClass> blocks, HashSet<string> taken)
    {
        // A block in a member of its own name would be hidden by it; files of some systems are called alike without regard to case.
        var types = new HashSet<string>(taken, StringComparer.OrdinalIgnoreCase) { model };
        foreach (var block in blocks)
        {
            var name = Identifiers.Unique(BlockNames.Of(block.Uses[0]), types);
            taken.Add(name);
            _blocks[block] = name;
            _members[block] = Members(block.Uses[0], ReservedNames.OfBlock(name));
        }
    }

    private static string[] Members(Segment use, HashSet<string> reserved)
    {
        DraftLayer[] layers = [.. use.Units.Select(static u => u.Layer)];
        var kinds = KindNames.OfAll(layers);
        var paths = layers.Select(HintPath.Of).ToArray();
        var common = Common(paths);
        string[] own = [.. paths.Select(p => Identifiers.Of(p.Skip(common.Length)))];
        string[] last = [.. paths.Select(static p => Identifiers.Of(p.TakeLast(1)))];

        // The last part of a name alone, where that says which one it is.
        var names = last.Distinct(StringComparer.Ordinal).Count() == last.Length ? last : own;
        return [.. names.Select((name, i) => name.Length > 0 ? name : kinds[i]).Select(n => Identifiers.Unique(n, reserved))];
    }

    private void NameItems(NetworkStructure structure, HashSet<string> taken)
    {
        StageItem[] stages = [.. structure.Items.OfType<StageItem>()];
        var common = stages.Select(StagePath).ToArray();
        var areGood = common.All(static c => c.Length > 0) && common.Distinct(StringComparer.Ordinal).Count() == common.Length;
        DraftLayer[] layers = [.. structure.Items.OfType<LayerItem>().Select(static l => l.Layer)];
        var kinds = KindNames.OfAll(layers);
        var outputs = structure.Network.Outputs.Count > 1 ? structure.Network.Outputs.ToDictionary(static o => o.Layer, static o => Identifiers.Of(o.Name)) : [];
        var (stage, layer) = (0, 0);
        foreach (var item in structure.Items)
        {
            if (item is StageItem)
            {
                string name;
                do
                {
                    name = Identifiers.Unique(areGood ? common[stage] : "Stage" + Literals.Of(stage + 1), taken);
                }
                while (!taken.Add(ReservedNames.FieldOf(name)));

                _items[item] = name;
                stage++;
                continue;
            }

            var given = outputs.GetValueOrDefault(item.Last) is { Length: > 0 } output ? output : Identifiers.Of(HintPath.Of(item.Last));
            _items[item] = Identifiers.Unique(given.Length > 0 ? given : kinds[layer], taken);
            layer++;
        }
    }

    // What the layers of a stage have in common, without the number of a block; empty where that is nothing.
    private static string StagePath(StageItem stage)
    {
        var common = Common([.. stage.Uses.SelectMany(static u => u.Units).Select(static u => HintPath.Of(u.Layer))]);
        return Identifiers.Of(common.Length > 0 && common[^1].All(char.IsAsciiDigit) && common.Length > 1 ? common[..^1] : common);
    }

    private static string[] Common(string[][] paths)
    {
        var count = 0;
        while (paths.Length > 0 && paths.All(p => p.Length > count + 1 && p[count] == paths[0][count]))
        {
            count++;
        }

        return paths.Length > 0 ? paths[0][..count] : [];
    }
}
