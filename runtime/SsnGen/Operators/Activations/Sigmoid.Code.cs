using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record Sigmoid
    {
        internal override string Words => "sigmoid";

        internal override bool IsLong => true;

        internal override string Formula(string t) => $"Sigmoid({t})";

        internal override Term Value(Term t) => Term.Sigmoid(t);

        // y (1 − y).
        internal override Term Gradient(Term t, Term upstream)
        {
            // y (1 − y) = e / (1 + e)², e = exp(−|t|): no difference of numbers that are almost the same, however far out.
            var e = Term.Exp(Term.Min(t, -t)).Named("power");
            var s = (1 / (1 + e)).Named("rest");
            return upstream * (e * (s * s));
        }

        internal override string Torch(string functional, string t) => $"{functional}.sigmoid({t})";
    }
}
