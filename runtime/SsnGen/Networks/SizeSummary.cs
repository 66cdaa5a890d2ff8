namespace SsnGen.Networks;

/// <summary>What a network is for pictures of another size than its own.</summary>
/// <param name="Graph">The network for that size.</param>
/// <param name="Memory">
/// What its collapsed network adds in memory; no packed parameters where those of the network's own size serve it. Null where there is none on
/// the processor.
/// </param>
public sealed record SizeSummary(NetworkGraph Graph, PlannedMemory? Memory)
{
    /// <summary>Multiply-adds for one sample, as <see cref="LayerSummary.MultiplyAdds"/> counts them.</summary>
    public long MultiplyAdds => new NetworkSummary(Graph).MultiplyAdds;
}
