namespace SsnGen.Tool.Drafts;

/// <summary>A network that is being put together.</summary>
/// <param name="Inputs">Its inputs, in the order in which the model has them.</param>
/// <param name="Layers">Its layers, each behind those that it reads.</param>
/// <param name="Outputs">What it returns.</param>
internal sealed record DraftNetwork(IReadOnlyList<DraftInput> Inputs, IReadOnlyList<DraftLayer> Layers, IReadOnlyList<DraftOutput> Outputs)
{
    /// <summary>How many times layers read each value; a value that is not read is not there.</summary>
    public Dictionary<DraftValue, int> CountReaders() => Layers.SelectMany(static l => l.Reads).CountBy(static v => v).ToDictionary();
}

/// <summary>What a network returns.</summary>
/// <param name="Name">What the model calls it.</param>
/// <param name="Layer">The layer whose values it is.</param>
internal sealed record DraftOutput(string Name, DraftLayer Layer);
