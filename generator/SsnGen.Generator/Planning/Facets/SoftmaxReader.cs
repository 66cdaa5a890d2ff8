using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads <c>[Softmax]</c>.</summary>
internal sealed class SoftmaxReader : ProducerReader
{
    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context) => new Producer.Softmax();
}
