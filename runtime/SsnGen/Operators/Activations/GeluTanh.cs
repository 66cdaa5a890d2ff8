namespace SsnGen;

/// <summary>Ends the layer with y = t · (1 + tanh(√(2/π) · (t + 0.044715 t³))) / 2, the approximation of <see cref="GeluAttribute"/> that some networks are trained with.</summary>
/// <remarks>Hendrycks and Gimpel, <i>Gaussian Error Linear Units</i>, 2016 (arXiv 1606.08415), equation 2.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GeluTanhAttribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = t · (1 + tanh(√(2/π) · (t + 0.044715 t³))) / 2.</summary>
    public sealed partial record GeluTanh : Activation
    {
        // √(2/π).
        private const double Scale = 0.79788456080286535588;
        private const double Cubic = 0.044715;

        /// <inheritdoc/>
        public override double Evaluate(double t) => t * ((1 + Math.Tanh(Scale * (t + (Cubic * t * t * t)))) / 2);

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t)
        {
            var square = node("Mul", [t, t]);
            var slope = node("Add", [node("Mul", [square, Constant(node, Scale * Cubic)]), Constant(node, Scale)]);
            var tanh = node("Tanh", [node("Mul", [t, slope])]);
            return node("Mul", [t, node("Mul", [node("Add", [tanh, Constant(node, 1)]), Constant(node, 0.5)])]);
        }
    }
}
