namespace SsnGen;

/// <summary>Ends the layer with y = t / (1 + exp(−t)).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SiluAttribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = t / (1 + exp(−t)).</summary>
    public sealed partial record Silu : Activation
    {
        /// <inheritdoc/>
        public override double Evaluate(double t) => t / (1 + Math.Exp(-t));

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("Mul", [t, node("Sigmoid", [t])]);
    }
}
