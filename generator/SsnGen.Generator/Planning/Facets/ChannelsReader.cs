using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads <c>[ChannelShuffle]</c>.</summary>
internal sealed class ChannelShuffleReader : ProducerReader
{
    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks) => checks.Values.AtLeast(1, ("Groups", Groups(facet)));

    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context) => new Producer.ChannelShuffle(Groups(facet));

    private static int Groups(ProducerFacet facet) => facet.Values.Of(nameof(ChannelShuffleAttribute.Groups), 0);
}

/// <summary>Reads <c>[Chunk]</c>.</summary>
internal sealed class ChunkReader : ProducerReader
{
    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks)
    {
        var (index, parts) = (Index(facet), Parts(facet));
        if (checks.Values.AtLeast(1, ("Parts", parts)))
        {
            checks.Values.Check("Index", index, index >= 0 && index < parts, $"at least 0 and less than Parts, {parts}");
        }
    }

    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context) => new Producer.Chunk(Index(facet), Parts(facet));

    private static int Index(ProducerFacet facet) => facet.Values.Of(nameof(ChunkAttribute.Index), 0);

    private static int Parts(ProducerFacet facet) => facet.Values.Of(nameof(ChunkAttribute.Parts), 0);
}

/// <summary>Reads <c>[DepthToSpace]</c>.</summary>
internal sealed class DepthToSpaceReader : ProducerReader
{
    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks) => checks.Values.AtLeast(2, ("Factor", Factor(facet)));

    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context) => new Producer.DepthToSpace(Factor(facet), facet.Values.Of(nameof(DepthToSpaceAttribute.PixelsFirst), false));

    private static int Factor(ProducerFacet facet) => facet.Values.Of(nameof(DepthToSpaceAttribute.Factor), 0);
}
