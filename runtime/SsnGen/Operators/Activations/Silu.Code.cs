using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record Silu
    {
        internal override string Words => "SiLU";

        internal override bool IsLong => true;

        internal override string Formula(string t) => $"SiLU({t})";

        internal override Term Value(Term t) => t / (1 + Term.Exp(-t));

        // σ (1 + t (1 − σ)), σ = 1/(1 + exp(−t)).
        internal override Term Gradient(Term t, Term upstream)
        {
            var sigmoid = Term.Sigmoid(t).Named("sigmoid");
            return upstream * (sigmoid * Term.MultiplyAdd(t, 1 - sigmoid, 1));
        }

        internal override string Torch(string functional, string t) => $"{functional}.silu({t})";
    }
}
