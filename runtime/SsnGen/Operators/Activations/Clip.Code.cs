using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record Clip
    {
        internal override string Words => "clip";

        internal override string Formula(string t) => $"min(max({t}, {Literal.Of(Minimum).TrimEnd('f')}), {Literal.Of(Maximum).TrimEnd('f')})";

        internal override Term Value(Term t) => Term.Min(Maximum, Term.Max(Minimum, t));

        internal override Term Gradient(Term t, Term upstream) => Term.Select(t < Minimum, 0, Term.Select(t > Maximum, 0, upstream));

        internal override string Torch(string functional, string t) => $"{t}.clamp({Literal.Of((double)Minimum)}, {Literal.Of((double)Maximum)})";
    }
}
