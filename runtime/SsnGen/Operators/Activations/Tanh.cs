namespace SsnGen;

/// <summary>Ends the layer with y = tanh(t).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TanhAttribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = tanh(t).</summary>
    public sealed partial record Tanh : Activation
    {
        /// <inheritdoc/>
        public override double Evaluate(double t) => Math.Tanh(t);

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("Tanh", [t]);
    }
}
