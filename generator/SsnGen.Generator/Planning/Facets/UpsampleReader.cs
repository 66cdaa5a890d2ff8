using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads <c>[Upsample]</c>.</summary>
internal sealed class UpsampleReader : ProducerReader
{
    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks) => checks.Values.AtLeast(2, ("Factor", Factor(facet)));

    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context) => new Producer.Upsample(Factor(facet));

    private static int Factor(ProducerFacet facet) => facet.Values.Of(nameof(UpsampleAttribute.Factor), 0);
}
