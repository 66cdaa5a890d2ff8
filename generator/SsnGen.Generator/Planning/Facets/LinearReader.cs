using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads <c>[Linear]</c>.</summary>
internal sealed class LinearReader : ProducerReader
{
    private static readonly LinearAttribute _default = new(0);

    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks) => checks.Values.AtLeast(1, ("Features", Features(facet)));

    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context) =>
        new Producer.Linear(Features(facet), facet.Values.FlagOrNull(nameof(_default.Bias)) ?? !context.IsNormalized);

    /// <inheritdoc/>
    public override bool ChoosesChannels(ProducerFacet facet) => true;

    private static int Features(ProducerFacet facet) => facet.Values.Of(nameof(_default.Features), 0);
}
