using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record Relu
    {
        internal override string Words => "ReLU";

        internal override string Formula(string t) => $"max({t}, 0)";

        internal override Term Value(Term t) => Term.Max(0, t);

        internal override Term Gradient(Term t, Term upstream) => Term.Select(t <= 0, 0, upstream);

        internal override string Torch(string functional, string t) => $"{functional}.relu({t})";
    }
}
