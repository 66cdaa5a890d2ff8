using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads <c>[AdaptiveAveragePool]</c>.</summary>
internal sealed class AdaptiveAveragePoolReader : ProducerReader
{
    private const int MostWindows = 1 << 14;

    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks)
    {
        var (height, width) = (Height(facet), Width(facet));
        checks.Values.Check("Height", height, height is >= 1 and <= MostWindows, $"at least 1 and at most {MostWindows}");
        checks.Values.Check("Width", width, width is >= 0 and <= MostWindows, $"at least 1 and at most {MostWindows}, or left out for as many windows as along the height");
    }

    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context) =>
        new Producer.AdaptiveAveragePool(Height(facet), Width(facet) == 0 ? Height(facet) : Width(facet));

    private static int Height(ProducerFacet facet) => facet.Values.Of(nameof(AdaptiveAveragePoolAttribute.Height), 0);

    private static int Width(ProducerFacet facet) => facet.Values.Of(nameof(AdaptiveAveragePoolAttribute.Width), 0);
}
