using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Planning.Facets;

/// <summary>What the attribute of an activation means.</summary>
internal static class ActivationReader
{
    // One per attribute; a test asks for each.
    private static readonly Dictionary<string, Func<AttributeValues, Activation>> _all = new(StringComparer.Ordinal)
    {
        [nameof(ReluAttribute)] = static _ => new Activation.Relu(),
        [nameof(LeakyReluAttribute)] = static v => new Activation.LeakyRelu(v.Of(nameof(LeakyReluAttribute.Slope), Activation.LeakyRelu.DefaultSlope)),
        [nameof(SiluAttribute)] = static _ => new Activation.Silu(),
        [nameof(HardSwishAttribute)] = static _ => new Activation.HardSwish(),
        [nameof(SigmoidAttribute)] = static _ => new Activation.Sigmoid(),
        [nameof(HardSigmoidAttribute)] = static _ => new Activation.HardSigmoid(),
        [nameof(TanhAttribute)] = static _ => new Activation.Tanh(),
        [nameof(Relu6Attribute)] = static _ => new Activation.Relu6(),
        [nameof(ClipAttribute)] = static v => new Activation.Clip(
            v.Of(nameof(ClipAttribute.Minimum), Activation.Clip.DefaultMinimum), v.Of(nameof(ClipAttribute.Maximum), Activation.Clip.DefaultMaximum)),
        [nameof(EluAttribute)] = static v => new Activation.Elu(v.Of(nameof(EluAttribute.Alpha), Activation.Elu.DefaultAlpha)),
        [nameof(GeluAttribute)] = static _ => new Activation.Gelu(),
        [nameof(GeluTanhAttribute)] = static _ => new Activation.GeluTanh(),
        [nameof(MishAttribute)] = static _ => new Activation.Mish(),
        [nameof(SoftplusAttribute)] = static _ => new Activation.Softplus(),
    };

    /// <summary>The activation, whether its values are in range or not.</summary>
    public static Activation Read(ActivationFacet facet) =>
        _all.TryGetValue(facet.Attribute, out var read) ? read(facet.Values) : throw new NotSupportedException("Nothing is known of " + facet.Attribute + ".");
}
