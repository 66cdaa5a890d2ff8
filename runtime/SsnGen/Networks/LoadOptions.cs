namespace SsnGen.Networks;

/// <summary>How closely weights have to be those of the network that loads them.</summary>
/// <remarks>
/// To start from the weights of another network, such as one of another number of classes:
/// <code>
/// module.Load("digits.safetensors", new LoadOptions { Strict = false, Except = name => name.StartsWith("Classifier.", StringComparison.Ordinal) });
/// </code>
/// </remarks>
public sealed record LoadOptions
{
    /// <summary>
    /// Whether the weights have to be exactly those of the network, which is the default: of this model and this selection,
    /// with every tensor that it needs, and none that it does not have (<see cref="FrameworkTensors"/> lists exceptions).
    /// <c>false</c> waives all of that; never shapes, never that values are finite, and never a tensor that a network needs
    /// to run and has nothing else for.
    /// </summary>
    public bool Strict { get; init; } = true;

    /// <summary>Which tensors to load, by their names; null for all. The others are as if they were in neither the file nor the network.</summary>
    public Func<string, bool>? Only { get; init; }

    /// <summary>Which tensors not to load, by their names; null for none. They are as if they were in neither the file nor the network.</summary>
    public Func<string, bool>? Except { get; init; }

    internal bool Selects(string tensor) => (Only is null || Only(tensor)) && (Except is null || !Except(tensor));
}
