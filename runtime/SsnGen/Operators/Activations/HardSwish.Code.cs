using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record HardSwish
    {
        internal override string Words => "hard swish";

        internal override string Formula(string t) => $"HardSwish({t})";

        internal override Term Value(Term t) => t * (Term.Min(6, Term.Max(0, t + 3)) * (1f / 6));

        // 0 up to −3, 1 from 3 on, t/3 + 1/2 between.
        internal override Term Gradient(Term t, Term upstream) =>
            Term.Select(t <= -3, 0, Term.Select(t < 3, upstream * Term.MultiplyAdd(t, 1f / 3, 0.5f), upstream));

        internal override string Torch(string functional, string t) => $"{functional}.hardswish({t})";
    }
}
