using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>The values of a <c>[Conv]</c>.</summary>
internal readonly struct ConvFacet(ProducerFacet facet)
{
    private static readonly ConvAttribute _default = new();

    private readonly AttributeValues _values = facet.Values;

    public int Channels => _values.Of(nameof(_default.Channels), _default.Channels);

    public int Reduction => _values.Of(nameof(_default.Reduction), _default.Reduction);

    public int Expansion => _values.Of(nameof(_default.Expansion), _default.Expansion);

    public bool Depthwise => _values.Of(nameof(_default.Depthwise), _default.Depthwise);

    /// <summary>Whether it has as many channels as it reads, or a multiple of them.</summary>
    public bool FollowsInput => Channels == 0 && (Depthwise || Expansion > 0);

    public WindowFacet Window => new(facet, _default.Kernel, _default.Stride, _default.Padding);

    public bool Strided => _values.Of(nameof(_default.Strided), _default.Strided);

    public int Groups => _values.Of(nameof(_default.Groups), _default.Groups);

    public bool? Bias => _values.FlagOrNull(nameof(_default.Bias));

    public Place Place => facet.Place;

    /// <summary>The convolutions of a layer: none or one, where nothing is wrong.</summary>
    public static IEnumerable<ConvFacet> Of(MemberDefinition member) =>
        member.Facets.OfType<ProducerFacet>().Where(static f => f.Attribute == nameof(ConvAttribute)).Select(static f => new ConvFacet(f));
}
