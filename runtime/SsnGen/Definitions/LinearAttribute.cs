namespace SsnGen;

/// <summary>
/// Produces the layer's values by a fully connected layer over the flattened input.
/// Weights are named <c>PATH.linear.weight</c>, [features, inputs].
/// </summary>
/// <param name="features">Output features; at least 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LinearAttribute(int features) : Attribute
{
    /// <summary>Output features.</summary>
    public int Features { get; } = features;

    /// <summary>Whether a bias is added. The default: only where the layer has no <c>[Ssn]</c>.</summary>
    public bool Bias { get; set; }
}
