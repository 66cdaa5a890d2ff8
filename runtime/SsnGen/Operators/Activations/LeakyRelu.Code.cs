using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record LeakyRelu
    {
        internal override string Words => "LeakyReLU";

        internal override string Formula(string t) => $"LeakyReLU({t}; {Literal.Of(Slope).TrimEnd('f')})";

        internal override Term Value(Term t) => Term.Select(t < 0, t * Slope, t);

        internal override Term Gradient(Term t, Term upstream) => Term.Select(t <= 0, upstream * Slope, upstream);

        internal override string Torch(string functional, string t) => $"{functional}.leaky_relu({t}, {Literal.Of((double)Slope)})";
    }
}
