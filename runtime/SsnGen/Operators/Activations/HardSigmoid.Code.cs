using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record HardSigmoid
    {
        internal override string Words => "hard sigmoid";

        internal override string Formula(string t) => $"HardSigmoid({t})";

        internal override Term Value(Term t) => Term.Min(6, Term.Max(0, t + 3)) * (1f / 6);

        internal override Term Gradient(Term t, Term upstream) => Term.Select(t <= -3, 0, Term.Select(t >= 3, 0, upstream * (1f / 6)));

        internal override string Torch(string functional, string t) => $"{functional}.hardsigmoid({t})";
    }
}
