namespace SsnGen;

/// <summary>Ends the layer with y = t · tanh(ln(1 + exp(t))).</summary>
/// <remarks>Misra, <i>Mish: A Self Regularized Non-Monotonic Activation Function</i>, BMVC 2020.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MishAttribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = t · tanh(ln(1 + exp(t))).</summary>
    public sealed partial record Mish : Activation
    {
        /// <inheritdoc/>
        public override double Evaluate(double t) => t * Math.Tanh(Softplus.Of(t));

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t) => node("Mul", [t, node("Tanh", [node("Softplus", [t])])]);
    }
}
