using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record Gelu
    {
        internal override string Words => "GELU";

        internal override bool IsLong => true;

        internal override string Formula(string t) => $"GELU({t})";

        internal override Term Value(Term t) => t * Distribution(t, out _);

        // Φ(t) + t φ(t), φ(t) = exp(−t²/2)/√(2π).
        internal override Term Gradient(Term t, Term upstream)
        {
            var distribution = Distribution(t, out var power).Named("below");
            return upstream * Term.MultiplyAdd(t, power * 0.39894228f, distribution);
        }

        internal override string Torch(string functional, string t) => $"{functional}.gelu({t})";

        // Φ(t) is half of erfc(|t|/√2) for negative t, and what that lacks to 1 for others. erfc(x) = exp(−x²) k P(k), k = 1/(1 + p x),
        // within 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26.
        private static Term Distribution(Term t, out Term power)
        {
            var x = (Term.Max(t, -t) * (float)Scale).Named("distance");
            var k = (1 / Term.MultiplyAdd(x, 0.3275911f, 1)).Named("fraction");
            power = Term.Exp(-(x * x)).Named("power");
            var p = Term.MultiplyAdd(k, 1.061405429f / 2, -1.453152027f / 2);
            p = Term.MultiplyAdd(p, k, 1.421413741f / 2);
            p = Term.MultiplyAdd(p, k, -0.284496736f / 2);
            p = Term.MultiplyAdd(p, k, 0.254829592f / 2);
            var tail = (power * (k * p)).Named("rest");
            return Term.Select(t < 0, tail, 1 - tail);
        }
    }
}
