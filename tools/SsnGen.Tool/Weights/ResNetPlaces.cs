using SsnGen.Networks;

namespace SsnGen.Tool.Weights;

/// <summary>The places of a ResNet, by which layers of a network and modules of a file find each other, whatever both call them.</summary>
internal static class ResNetPlaces
{
    /// <summary>A place on the main path of a block, in front of a number.</summary>
    public static string InBlock(int block, ModuleKind kind) => $"block {block} {kind}";

    /// <summary>The shortcut of a block.</summary>
    public static string Shortcut(int block, ModuleKind kind) => $"block {block} shortcut {kind}";

    /// <summary>A place before the first block, in front of a number.</summary>
    public static string InStem(ModuleKind kind) => $"stem {kind}";

    /// <summary>A place behind the last block, in front of a number.</summary>
    public static string InHead(ModuleKind kind) => $"head {kind}";

    /// <summary>A place with its number.</summary>
    public static string Numbered(string place, int number) => $"{place} {number}";

    /// <summary>The layers of a network by their places: producers and normalizations.</summary>
    /// <returns>The places with what the names of their tensors begin with, and the number of blocks; null where the network is not made of a stem, blocks one after the other, and a head.</returns>
    public static (IReadOnlyDictionary<string, string> Places, int Blocks)? Of(IReadOnlyList<Layer> layers)
    {
        var blocks = layers.Select(static layer => Block(layer.Path)).OfType<string>().Distinct().ToList();
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in layers.GroupBy(static layer => Block(layer.Path)).Where(static group => group.Key is not null))
        {
            if (!AddBlock(blocks.IndexOf(group.Key!), [.. group], places))
            {
                return null;
            }
        }

        var first = layers.Select(static (layer, i) => Block(layer.Path) is null ? int.MaxValue : i).Min();
        var last = layers.Select(static (layer, i) => Block(layer.Path) is null ? -1 : i).Max();
        if (blocks.Count == 0 || layers.Where((layer, i) => i > first && i < last && Block(layer.Path) is null && HasTensors(layer)).Any())
        {
            return null;
        }

        Add([.. layers.Take(first)], InStem, places);
        Add([.. layers.Skip(last + 1)], InHead, places);
        return (places, blocks.Count);
    }

    // The main path leads to the last layer of the block; what is not on it is the shortcut.
    private static bool AddBlock(int block, List<Layer> layers, Dictionary<string, string> places)
    {
        var main = new HashSet<Layer>(ReferenceEqualityComparer.Instance);
        for (var layer = layers[^1]; layer is not null && main.Add(layer);)
        {
            layer = layer.Sources.OfType<Layer>().FirstOrDefault(layers.Contains);
        }

        Add([.. layers.Where(main.Contains)], kind => InBlock(block, kind), places);
        var others = layers.Where(layer => !main.Contains(layer) && HasTensors(layer)).ToList();
        foreach (var layer in others)
        {
            if (Producer(layer) is { } producer) places[Shortcut(block, ModuleKind.Producer)] = producer;
            if (layer.Normalization is not null) places[Shortcut(block, ModuleKind.Norm)] = layer.Path + NetworkTensors.Norm;
        }

        return others.Count <= 1;
    }

    private static void Add(List<Layer> layers, Func<ModuleKind, string> place, Dictionary<string, string> places)
    {
        var (producers, norms) = (0, 0);
        foreach (var layer in layers)
        {
            if (Producer(layer) is { } producer) places[Numbered(place(ModuleKind.Producer), ++producers)] = producer;
            if (layer.Normalization is not null) places[Numbered(place(ModuleKind.Norm), ++norms)] = layer.Path + NetworkTensors.Norm;
        }
    }

    private static string? Producer(Layer layer) => layer.Producer.Weights(layer.Input) is { AreSlopes: false } weights ? weights.Prefix(layer.Path) : null;

    private static bool HasTensors(Layer layer) => NetworkTensors.Of(layer).Any();

    // Stage2.0.Conv1 stands in the block Stage2.0.
    private static string? Block(string path)
    {
        var parts = path.Split('.');
        var number = Array.FindIndex(parts, static part => part.All(char.IsAsciiDigit));
        return number < 0 ? null : string.Join('.', parts[..(number + 1)]);
    }
}
