using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record Elu
    {
        internal override string Words => "ELU";

        internal override bool IsLong => true;

        internal override string Formula(string t) => $"ELU({t}; {Literal.Of(Alpha).TrimEnd('f')})";

        internal override Term Value(Term t) => Term.Select(t > 0, t, (Term.Exp(t) - 1) * Alpha);

        internal override Term Gradient(Term t, Term upstream) => Term.Select(t > 0, upstream, upstream * (Term.Exp(t) * Alpha));

        internal override string Torch(string functional, string t) => $"{functional}.elu({t}, {Literal.Of((double)Alpha)})";
    }
}
