using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>What the attribute of a producer means: which values it can have, and what it makes of a layer.</summary>
internal abstract class ProducerReader
{
    // One per attribute; a test asks for each.
    private static readonly Dictionary<string, ProducerReader> _all = new(StringComparer.Ordinal)
    {
        [nameof(ConvAttribute)] = new ConvReader(),
        [nameof(ConvTransposeAttribute)] = new ConvTransposeReader(),
        [nameof(LinearAttribute)] = new LinearReader(),
        [nameof(MaxPoolAttribute)] = new MaxPoolReader(),
        [nameof(AveragePoolAttribute)] = new AveragePoolReader(),
        [nameof(GlobalAveragePoolAttribute)] = new GlobalAveragePoolReader(),
        [nameof(AdaptiveAveragePoolAttribute)] = new AdaptiveAveragePoolReader(),
        [nameof(UpsampleAttribute)] = new UpsampleReader(),
        [nameof(ResizeAttribute)] = new ResizeReader(),
        [nameof(ChannelShuffleAttribute)] = new ChannelShuffleReader(),
        [nameof(ChunkAttribute)] = new ChunkReader(),
        [nameof(PReluAttribute)] = new PReluReader(),
        [nameof(SoftmaxAttribute)] = new SoftmaxReader(),
        [nameof(DepthToSpaceAttribute)] = new DepthToSpaceReader(),
    };

    /// <summary>That of one attribute.</summary>
    public static ProducerReader For(ProducerFacet facet) =>
        _all.TryGetValue(facet.Attribute, out var reader) ? reader : throw new NotSupportedException("Nothing is known of " + facet.Attribute + ".");

    /// <summary>Checks what can be said of its values by themselves.</summary>
    public virtual void Check(ProducerFacet facet, ProducerChecks checks)
    {
    }

    /// <summary>The producer, whether it fits its input or not; null where a value is missing that makes it one, which is reported.</summary>
    public abstract Producer? Read(ProducerFacet facet, ProducerContext context);

    /// <summary>Reports what a producer that fits is hardly meant to do.</summary>
    public virtual void Warn(ProducerFacet facet, ProducerContext context, Shape output)
    {
    }

    /// <summary>The name of another layer whose shape it takes something from, or null.</summary>
    public virtual string? Like(ProducerFacet facet) => null;

    /// <summary>Whether it has channels of its own that another number could stand for.</summary>
    public virtual bool ChoosesChannels(ProducerFacet facet) => false;
}
