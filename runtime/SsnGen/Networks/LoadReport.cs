namespace SsnGen.Networks;

/// <summary>What became of the tensors when weights were loaded.</summary>
public sealed class LoadReport
{
    internal LoadReport(IReadOnlyList<string> loaded, IReadOnlyList<string> missing, IReadOnlyList<string> unused)
    {
        Loaded = loaded;
        Missing = missing;
        Unused = unused;
    }

    /// <summary>The tensors that were loaded, in the order of the network.</summary>
    public IReadOnlyList<string> Loaded { get; }

    /// <summary>The tensors of the network that the weights do not have, optional ones excepted; they keep the values that they had.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>The tensors of the weights that the network does not have, in the order of the file.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Loaded.Count} tensors loaded, {Missing.Count} missing, {Unused.Count} unused";
}
