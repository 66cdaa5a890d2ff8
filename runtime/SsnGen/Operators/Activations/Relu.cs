namespace SsnGen;

/// <summary>Ends the layer with y = max(t, 0).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReluAttribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = max(t, 0). NaN passes through.</summary>
    public sealed partial record Relu : Activation
    {
        /// <inheritdoc/>
        public override bool FollowsSign => true;

        /// <inheritdoc/>
        public override double Evaluate(double t) => Math.Max(t, 0);

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("Relu", [t]);
    }
}
