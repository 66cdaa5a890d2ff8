namespace SsnGen;

/// <summary>What a network returns: the values of one of its layers, under a name.</summary>
/// <param name="name">Its name: <c>output</c> of a network that has but one; otherwise that of the property which it was declared with.</param>
/// <param name="layer">The layer.</param>
public sealed class NetworkOutput(string name, Layer layer)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>The layer whose values it is.</summary>
    public Layer Layer { get; } = layer;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Layer.Output}";
}
