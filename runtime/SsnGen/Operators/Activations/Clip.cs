namespace SsnGen;

/// <summary>Ends the layer with y = min(max(t, minimum), maximum).</summary>
/// <param name="minimum">The least value. Default −1.</param>
/// <param name="maximum">The largest value, which is larger. Default 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ClipAttribute(float minimum = Activation.Clip.DefaultMinimum, float maximum = Activation.Clip.DefaultMaximum) : ActivationAttribute
{
    /// <summary>The least value.</summary>
    public float Minimum { get; } = minimum;

    /// <summary>The largest value.</summary>
    public float Maximum { get; } = maximum;
}

public abstract partial record Activation
{
    /// <summary>y = min(max(t, minimum), maximum).</summary>
    /// <param name="Minimum">The least value.</param>
    /// <param name="Maximum">The largest value.</param>
    public sealed partial record Clip(float Minimum = Clip.DefaultMinimum, float Maximum = Clip.DefaultMaximum) : Activation
    {
        internal const float DefaultMinimum = -1;

        internal const float DefaultMaximum = 1;

        internal override float[] Arguments => [Minimum, Maximum];

        internal override (string Name, double Value, string Rule)? Problem =>
            float.IsNaN(Minimum) || float.IsInfinity(Minimum) ? ("Minimum", Minimum, "finite")
            : Maximum > Minimum && !float.IsInfinity(Maximum) ? null
            : ("Maximum", Maximum, "finite and more than Minimum");

        /// <inheritdoc/>
        public override double Evaluate(double t) => Math.Min(Math.Max(t, Minimum), Maximum);

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) =>
            node("Clip", [t, Constant(node, Minimum), Constant(node, Maximum)]);
    }
}
