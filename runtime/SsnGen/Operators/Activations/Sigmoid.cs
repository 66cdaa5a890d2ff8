namespace SsnGen;

/// <summary>Ends the layer with y = 1 / (1 + exp(−t)).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SigmoidAttribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = 1 / (1 + exp(−t)).</summary>
    public sealed partial record Sigmoid : Activation
    {
        /// <inheritdoc/>
        public override double Evaluate(double t) => 1 / (1 + Math.Exp(-t));

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("Sigmoid", [t]);
    }
}
