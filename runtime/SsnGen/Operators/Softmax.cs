namespace SsnGen;

/// <summary>
/// Produces the layer's values by the softmax over the channels of each pixel: exp(x_c) / Σ_k exp(x_k), values between 0 and 1 that sum
/// to 1. A classifier's last layer, or that of a segmentation; to train, take logits and a loss that knows them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SoftmaxAttribute : ProducerAttribute;

public abstract partial record Producer
{
    /// <summary>The softmax over the channels of each pixel.</summary>
    public sealed partial record Softmax : Producer
    {
        private const long CostOfExp = 8;

        /// <inheritdoc/>
        public override string Words => "softmax over channels";

        internal override object[] Arguments => [];

        /// <inheritdoc/>
        public override bool TakesAnySides => true;

        internal override bool MixesChannels => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits) => input;

        internal override long WorkPerValue(Shape input) => CostOfExp;
    }
}
