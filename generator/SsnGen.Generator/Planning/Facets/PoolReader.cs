using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads what all attributes of pooling over windows say.</summary>
internal abstract class PoolReader : ProducerReader
{
    private static readonly MaxPoolAttribute _default = new();

    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks)
    {
        var window = Facet(facet);
        WindowChecks.Check(window, facet, checks);
        checks.Values.Check("Padding", window.Padding, window.Padding >= 0 && window.Padding <= Math.Max(0, window.Kernels.Min() / 2), "at least 0 and at most half of the kernel");

        // Otherwise a window would see nothing but padding.
        var kernels = window.KernelShape is { } shape ? shape.Concat(shape) : Enumerable.Repeat(window.Kernel, window.Pads?.Length ?? 0);
        foreach (var (padding, kernel) in (window.Pads ?? default).Zip(kernels, static (p, k) => (p, k)))
        {
            checks.Values.Check("A value of Pads", padding, padding >= 0 && padding < kernel, "at least 0 and less than the kernel");
        }
    }

    /// <inheritdoc/>
    public override Producer? Read(ProducerFacet facet, ProducerContext context)
    {
        var (window, ceiling) = (Facet(facet), facet.Values.Of(nameof(_default.CeilMode), _default.CeilMode));
        return WindowChecks.CheckSides(window, facet, context) ? Pool(facet, window.Over(context.Input) with { Ceiling = ceiling }) : null;
    }

    /// <summary>The producer with its window.</summary>
    protected abstract Producer.Pool Pool(ProducerFacet facet, Window window);

    private static WindowFacet Facet(ProducerFacet facet) => new(facet, kernel: 0, stride: 0, _default.Padding);
}

/// <summary>Reads <c>[MaxPool]</c>.</summary>
internal sealed class MaxPoolReader : PoolReader
{
    /// <inheritdoc/>
    protected override Producer.Pool Pool(ProducerFacet facet, Window window) => new Producer.MaxPool(window);
}

/// <summary>Reads <c>[AveragePool]</c>.</summary>
internal sealed class AveragePoolReader : PoolReader
{
    private static readonly AveragePoolAttribute _default = new();

    /// <inheritdoc/>
    protected override Producer.Pool Pool(ProducerFacet facet, Window window) =>
        new Producer.AveragePool(window, facet.Values.Of(nameof(_default.CountIncludePad), _default.CountIncludePad));
}

/// <summary>Reads <c>[GlobalAveragePool]</c>.</summary>
internal sealed class GlobalAveragePoolReader : ProducerReader
{
    /// <inheritdoc/>
    public override Producer Read(ProducerFacet facet, ProducerContext context) => new Producer.GlobalAveragePool();
}
