using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>The values of a <c>[Conv]</c>.</summary>
internal readonly struct ConvFacet(ProducerFacet facet)
{
    private static readonly ConvAttribute _default = new();

    private readonly AttributeValues _values = facet.Values;

    public int Channels => _values.Of(nameof(_default.Channels), _default.Channels);

    public int Reduction => _values.Of(nameof(_default.Reduction), _default.Reduction);

    public int Kernel => _values.Of(nameof(_default.Kernel), _default.Kernel);

    public int Stride => _values.Of(nameof(_default.Stride), _default.Stride);

    public bool Strided => _values.Of(nameof(_default.Strided), _default.Strided);

    public int Padding => _values.Of(nameof(_default.Padding), _default.Padding);

    public int Dilation => _values.Of(nameof(_default.Dilation), _default.Dilation);

    public int Groups => _values.Of(nameof(_default.Groups), _default.Groups);

    public bool? Bias => _values.FlagOrNull(nameof(_default.Bias));

    public Place Place => facet.Place;

    /// <summary>Pixels between the first and the last tap of the kernel.</summary>
    public long Reach => (long)Dilation * (Kernel - 1);

    /// <summary>Zeros on each side: those that are given, or what keeps the size where the kernel is odd.</summary>
    public long Border => Padding >= 0 ? Padding : Reach / 2;

    /// <summary>The convolutions of a layer: none or one, where nothing is wrong.</summary>
    public static IEnumerable<ConvFacet> Of(MemberDefinition member) =>
        member.Facets.OfType<ProducerFacet>().Where(static f => f.Attribute == nameof(ConvAttribute)).Select(static f => new ConvFacet(f));
}
