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
            var y = Term.Sigmoid(t).Named("sigmoid");
            return upstream * (y * (1 - y));
        }

        internal override string Torch(string functional, string t) => $"{functional}.sigmoid({t})";
    }
}
