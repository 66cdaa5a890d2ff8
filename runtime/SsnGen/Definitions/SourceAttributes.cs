namespace SsnGen;

/// <summary>Reads another layer than the previous one.</summary>
/// <param name="source">The name of the property to read, or <see cref="LayerSource.Input"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FromAttribute(string source) : Attribute
{
    /// <summary>The name of the property to read.</summary>
    public string Source { get; } = source;
}

/// <summary>
/// Reads several earlier layers as one: their channels, one after the other, [N, C1, H, W] and [N, C2, H, W] as [N, C1 + C2, H, W]. The
/// layer does with them whatever it does with one: by itself the attribute makes a layer of what it joins, and
/// <c>[Concat(nameof(A), nameof(B)), Conv(64, Kernel = 3), Ssn, Relu]</c> convolves it. In the collapsed network nothing is copied where each of
/// them but the last has a multiple of 16 channels and can be computed in its place.
/// </summary>
/// <param name="sources">The names of the properties to join, in this order, each of them or <see cref="LayerSource.Input"/>; at least two, of the same height and width.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConcatAttribute(params string[] sources) : Attribute
{
    /// <summary>The names of the properties to join.</summary>
    public IReadOnlyList<string> Sources { get; } = sources;
}
