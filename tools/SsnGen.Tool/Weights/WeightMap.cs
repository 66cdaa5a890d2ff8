namespace SsnGen.Tool.Weights;

/// <summary>Which tensor of a file becomes which tensor of a network.</summary>
/// <param name="Source">The name in the file.</param>
/// <param name="Target">The name in the network; null for a tensor that is left out on purpose.</param>
internal sealed record MapLine(string Source, string? Target);

/// <summary>A map of names.</summary>
/// <param name="Words">Where it comes from, in words.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record WeightMap(string Words, IReadOnlyList<MapLine> Lines)
{
    /// <summary>What does not fit between file and network as a whole, which explains what is missing; null where nothing is known.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it follows the layout of a published ResNet.</summary>
    public bool IsResNet { get; init; }

    /// <summary>The map where both have the same names: files of SsnGen itself, and other programs' that keep to its names. Null where that is not so.</summary>
    public static WeightMap? OfSameNames(SourceState source, TargetNetwork target)
    {
        var common = source.Tensors.Where(tensor => target.ByName.ContainsKey(tensor.Name)).ToList();
        return 2 * common.Count > target.Tensors.Count
            ? new WeightMap("the names are the network's own", [.. common.Select(static tensor => new MapLine(tensor.Name, tensor.Name))])
            : null;
    }
}
