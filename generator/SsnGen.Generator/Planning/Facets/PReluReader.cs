using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads <c>[PRelu]</c>.</summary>
internal sealed class PReluReader : ProducerReader
{
    private static readonly PReluAttribute _default = new();

    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context) =>
        new Producer.PRelu(facet.Values.Of(nameof(_default.PerChannel), _default.PerChannel));
}
