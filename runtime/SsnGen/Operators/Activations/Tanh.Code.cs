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

        // 1 − y² = 4 s (1 − s), s = 1/(exp(2t) + 1).
        internal override Term Gradient(Term t, Term upstream)
        {
            var s = (1 / (1 + Term.Exp(2 * t))).Named("rest");
            return upstream * (4 * (s * (1 - s)));
        }

        internal override string Torch(string functional, string t) => $"{functional}.tanh({t})";
    }
}
