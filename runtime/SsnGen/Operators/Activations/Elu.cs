namespace SsnGen;

/// <summary>Ends the layer with y = t for t &gt; 0, alpha·(exp(t) − 1) otherwise.</summary>
/// <param name="alpha">What negative values run to, without its sign; positive. Default 1.</param>
/// <remarks>Clevert, Unterthiner and Hochreiter, <i>Fast and Accurate Deep Network Learning by Exponential Linear Units</i>, ICLR 2016.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EluAttribute(float alpha = Activation.Elu.DefaultAlpha) : ActivationAttribute
{
    /// <summary>What negative values run to, without its sign.</summary>
    public float Alpha { get; } = alpha;
}

public abstract partial record Activation
{
    /// <summary>y = t for t &gt; 0, alpha·(exp(t) − 1) otherwise.</summary>
    /// <param name="Alpha">What negative values run to, without its sign.</param>
    public sealed partial record Elu(float Alpha = Elu.DefaultAlpha) : Activation
    {
        internal const float DefaultAlpha = 1;

        internal override float[] Arguments => [Alpha];

        internal override (string Name, double Value, string Rule)? Problem => Alpha > 0 && !float.IsInfinity(Alpha) ? null : ("Alpha", Alpha, "positive and finite");

        /// <inheritdoc/>
        public override double Evaluate(double t) => t > 0 ? t : Alpha * (Math.Exp(t) - 1);

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("Elu", [t], ("alpha", Alpha));
    }
}
