using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads <c>[MaxPool]</c> and <c>[AveragePool]</c>, which have the same values.</summary>
internal sealed class PoolReader(Func<int, int, int, Producer.Pool> pool) : ProducerReader
{
    private static readonly MaxPoolAttribute _default = new(0);

    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks)
    {
        var (kernel, stride, padding) = Window(facet);
        checks.Values.AtLeast(1, ("Kernel", kernel), ("Stride", stride == 0 ? Math.Max(1, kernel) : stride));
        checks.Values.Check("Padding", padding, padding >= 0 && padding <= Math.Max(0, kernel / 2), "at least 0 and at most half of Kernel");
    }

    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context)
    {
        var (kernel, stride, padding) = Window(facet);
        return pool(kernel, stride == 0 ? kernel : stride, padding);
    }

    private static (int Kernel, int Stride, int Padding) Window(ProducerFacet facet) => (
        facet.Values.Of(nameof(_default.Kernel), 0),
        facet.Values.Of(nameof(_default.Stride), _default.Stride),
        facet.Values.Of(nameof(_default.Padding), _default.Padding));
}

/// <summary>Reads <c>[GlobalAveragePool]</c>.</summary>
internal sealed class GlobalAveragePoolReader : ProducerReader
{
    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context) => new Producer.GlobalAveragePool();
}
