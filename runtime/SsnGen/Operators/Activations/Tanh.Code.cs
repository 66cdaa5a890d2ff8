using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record Tanh
    {
        internal override string Words => "tanh";

        internal override bool IsLong => true;

        internal override string Formula(string t) => $"Tanh({t})";

        // 1 − 2/(exp(2t) + 1), which runs to its limits without an overflow that counts.
        internal override Term Value(Term t) => 1 - (2 / (1 + Term.Exp(2 * t)));

        // 1 − y² = 4 e / (1 + e)², e = exp(−2|t|): no difference of numbers that are almost the same, however far out.
        internal override Term Gradient(Term t, Term upstream)
        {
            var twice = (2 * t).Named("twice");
            var e = Term.Exp(Term.Min(twice, -twice)).Named("power");
            var s = (1 / (1 + e)).Named("rest");
            return upstream * (4 * (e * (s * s)));
        }

        internal override string Torch(string functional, string t) => $"{functional}.tanh({t})";
    }
}
