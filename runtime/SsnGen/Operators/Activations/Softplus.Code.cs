using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record Softplus
    {
        internal override string Words => "softplus";

        internal override bool IsLong => true;

        internal override string Formula(string t) => $"Softplus({t})";

        // max(t, 0) + ln(1 + exp(−|t|)): no power overflows.
        internal override Term Value(Term t) => Term.Max(0, t) + Term.Log(1 + Term.Exp(Term.Min(t, -t)));

        internal override Term Gradient(Term t, Term upstream) => upstream / (1 + Term.Exp(-t));

        internal override string Torch(string functional, string t) => $"{functional}.softplus({t})";
    }
}
