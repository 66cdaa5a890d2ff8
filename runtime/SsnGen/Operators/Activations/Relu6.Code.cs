using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record Relu6
    {
        internal override string Words => "ReLU6";

        internal override string Formula(string t) => $"Relu6({t})";

        internal override Term Value(Term t) => Term.Min(6, Term.Max(0, t));

        internal override Term Gradient(Term t, Term upstream) => Term.Select(t <= 0, 0, Term.Select(t >= 6, 0, upstream));

        internal override string Torch(string functional, string t) => $"{functional}.relu6({t})";
    }
}
