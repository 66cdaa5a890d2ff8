using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>What a network takes, or what it returns, of each sample.</summary>
/// <param name="name">What messages call it.</param>
/// <param name="shape">Its shape.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkEnd(string name, Shape shape)
{
    /// <summary>What messages call it.</summary>
    public string Name { get; } = name;

    /// <summary>Its shape.</summary>
    public Shape Shape { get; } = shape;
}
