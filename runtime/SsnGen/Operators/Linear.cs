namespace SsnGen;

/// <summary>
/// Produces the layer's values by a fully connected layer over the flattened input.
/// Weights are named <c>PATH.linear.weight</c>, [features, inputs].
/// </summary>
/// <param name="features">Output features; at least 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LinearAttribute(int features) : ProducerAttribute
{
    /// <summary>Output features.</summary>
    public int Features { get; } = features;

    /// <summary>Whether a bias is added. The default: only where the layer has no <c>[Ssn]</c>.</summary>
    public bool Bias { get; set; }
}

public abstract partial record Producer
{
    /// <summary>Fully connected layer; weights [features, inputs] under <c>PATH.linear.weight</c>, bias [features] under <c>PATH.linear.bias</c>.</summary>
    /// <param name="Features">Output features.</param>
    /// <param name="Bias">Whether there is a bias.</param>
    public sealed partial record Linear(int Features, bool Bias) : Producer
    {
        /// <inheritdoc/>
        public override string Words => "linear";

        /// <inheritdoc/>
        public override bool IsFlat => true;

        internal override object[] Arguments => [Features, Bias];

        /// <inheritdoc/>
        public override ProducerWeights Weights(Shape input) => new("linear", Features, input.Length, Kernel: [], Bias);

        /// <inheritdoc/>
        public override bool IsWeightedSum => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits) => input.Pixel with { Channels = Features };

        internal override long WorkPerValue(Shape input) => input.Length;
    }
}
