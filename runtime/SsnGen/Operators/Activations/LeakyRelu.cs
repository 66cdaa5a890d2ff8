namespace SsnGen;

/// <summary>Ends the layer with y = t for t &gt; 0, slope·t otherwise.</summary>
/// <param name="slope">Slope for negative values; positive, at most 1. Default 0.01.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LeakyReluAttribute(float slope = Activation.LeakyRelu.DefaultSlope) : ActivationAttribute
{
    /// <summary>Slope for negative values.</summary>
    public float Slope { get; } = slope;
}

public abstract partial record Activation
{
    /// <summary>y = t for t &gt; 0, slope·t otherwise.</summary>
    /// <param name="Slope">Slope for negative values.</param>
    public sealed partial record LeakyRelu(float Slope = LeakyRelu.DefaultSlope) : Activation
    {
        internal const float DefaultSlope = 0.01f;

        /// <inheritdoc/>
        public override bool FollowsSign => Slope >= 0;

        internal override float[] Arguments => [Slope];

        internal override (string Name, double Value, string Rule)? Problem => Slope is > 0 and <= 1 ? null : ("Slope", Slope, "greater than 0 and at most 1");

        /// <inheritdoc/>
        public override double Evaluate(double t) => t > 0 ? t : Slope * t;

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("LeakyRelu", [t], ("alpha", Slope));
    }
}
