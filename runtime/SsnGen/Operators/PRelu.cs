namespace SsnGen;

/// <summary>
/// Produces the layer's values by an activation whose slope is learned: x where x is positive, slope · x elsewhere (parametric ReLU). It is a
/// layer of its own, behind the one that it activates. Slopes are named <c>PATH.prelu.weight</c>, [1] or [channels], and begin as 0.25.
/// </summary>
/// <remarks>He et al., <i>Delving Deep into Rectifiers</i>, ICCV 2015, equation 1.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PReluAttribute : ProducerAttribute
{
    /// <summary>Whether each channel has a slope of its own. The default, false: all share one, as in PyTorch.</summary>
    public bool PerChannel { get; set; }
}

public abstract partial record Producer
{
    /// <summary>x where x is positive, slope · x elsewhere; slopes [1] or [channels] under <c>PATH.prelu.weight</c>.</summary>
    /// <param name="PerChannel">Whether each channel has a slope of its own.</param>
    public sealed partial record PRelu(bool PerChannel) : Producer
    {
        /// <inheritdoc/>
        public override string Words => PerChannel ? "prelu per channel" : "prelu";

        internal override object[] Arguments => [PerChannel];

        /// <inheritdoc/>
        public override bool TakesAnySides => true;

        /// <inheritdoc/>
        public override ProducerWeights Weights(Shape input) => new("prelu", PerChannel ? input.Channels : 1, Inputs: 1, Kernel: [], HasBias: false) { AreSlopes = true };

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits) => input;

        internal override long WorkPerValue(Shape input) => 1;
    }
}
