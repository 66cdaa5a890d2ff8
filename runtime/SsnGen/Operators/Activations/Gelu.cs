namespace SsnGen;

/// <summary>Ends the layer with y = t · Φ(t), where Φ is the distribution function of the standard normal distribution.</summary>
/// <remarks>Hendrycks and Gimpel, <i>Gaussian Error Linear Units</i>, 2016 (arXiv 1606.08415), equation 1.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GeluAttribute : ActivationAttribute;

public abstract partial record Activation
{
    /// <summary>y = t · Φ(t), where Φ is the distribution function of the standard normal distribution.</summary>
    public sealed partial record Gelu : Activation
    {
        // 1/√2.
        private const double Scale = 0.70710678118654752440;

        /// <inheritdoc/>
        public override double Evaluate(double t) => t * ((1 + ErrorFunction(t * Scale)) / 2);

        /// <inheritdoc/>
        public override string ToOnnx(OnnxNode node, string t)
        {
            var erf = node("Erf", [node("Mul", [t, Constant(node, Scale)])]);
            var distribution = node("Mul", [node("Add", [erf, Constant(node, 1)]), Constant(node, 0.5)]);
            return node("Mul", [t, distribution]);
        }

        // erf(x) = 2/√π · exp(−x²) · (x + 2x³/3 + 4x⁵/15 + …), whose terms have one sign; from 6 on it is 1 to the last bit.
        private static double ErrorFunction(double x)
        {
            if (!(Math.Abs(x) < 6))
            {
                return double.IsNaN(x) ? x : Math.Sign(x);
            }

            var (sum, term) = (x, x);
            for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
            {
                term *= 2 * x * x / ((2 * n) + 1);
                sum += term;
            }

            return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
        }
    }
}
