namespace SsnGen;

/// <summary>Ends the layer with y = ln(1 + exp(t)).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SoftplusAttribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = ln(1 + exp(t)).</summary>
    public sealed partial record Softplus : Activation
    {
        /// <inheritdoc/>
        public override double Evaluate(double t) => Of(t);

        /// <summary>ln(1 + exp(t)), without a power that overflows.</summary>
        internal static double Of(double t) => Math.Max(t, 0) + Math.Log(1 + Math.Exp(-Math.Abs(t)));

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("Softplus", [t]);
    }
}
