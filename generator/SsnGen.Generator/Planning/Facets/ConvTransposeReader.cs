using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>Reads <c>[ConvTranspose]</c>.</summary>
internal sealed class ConvTransposeReader : ProducerReader
{
    private const int MostStride = 64;

    private static readonly ConvTransposeAttribute _default = new();

    /// <inheritdoc/>
    public override void Check(ProducerFacet facet, ProducerChecks checks)
    {
        var (kernel, stride, dilation) = (Kernel(facet), Stride(facet), Dilation(facet));
        var channels = facet.Values.Of(nameof(_default.Channels), _default.Channels);
        checks.Values.Check("Channels", channels, channels >= (checks.IsBlock ? 0 : 1), checks.IsBlock ? "at least 1, or left out for those of the stage" : "at least 1");
        checks.Values.AtLeast(1, ("Kernel", kernel), ("Dilation", dilation));
        checks.Values.Check("Stride", stride, stride is >= 1 and <= MostStride, $"at least 1 and at most {MostStride}");
        checks.Values.AtLeast(0, ("Padding", Padding(facet)));
        var more = OutputPadding(facet);
        checks.Values.Check("OutputPadding", more, more >= 0 && more < stride, "at least 0 and less than Stride");
    }

    /// <inheritdoc/>
    public override Producer? Read(ProducerFacet facet, ProducerContext context) =>
        ConvReader.Channels(new ConvFacet(facet), context) is { } channels
            ? new Producer.ConvTranspose(
                channels,
                new Window(Kernel(facet), Stride(facet), Padding(facet), Dilation(facet)),
                OutputPadding(facet),
                facet.Values.FlagOrNull(nameof(_default.Bias)) ?? !context.IsNormalized)
            : null;

    /// <inheritdoc/>
    public override bool ChoosesChannels(ProducerFacet facet) => new ConvFacet(facet).Channels > 0;

    private static int Kernel(ProducerFacet facet) => facet.Values.Of(nameof(_default.Kernel), _default.Kernel);

    private static int Stride(ProducerFacet facet) => facet.Values.Of(nameof(_default.Stride), _default.Stride);

    private static int Dilation(ProducerFacet facet) => facet.Values.Of(nameof(_default.Dilation), _default.Dilation);

    private static int Padding(ProducerFacet facet) => facet.Values.Of(nameof(_default.Padding), _default.Padding);

    private static int OutputPadding(ProducerFacet facet) => facet.Values.Of(nameof(_default.OutputPadding), _default.OutputPadding);
}
