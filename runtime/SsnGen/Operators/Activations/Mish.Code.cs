using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record Mish
    {
        internal override string Words => "Mish";

        internal override bool IsLong => true;

        internal override string Formula(string t) => $"Mish({t})";

        // tanh(ln(1 + e)) = n/(n + 2), n = e (e + 2), e = exp(t); from 20 on that is 1, and larger powers would overflow.
        internal override Term Value(Term t)
        {
            var n = Product(Term.Min(20, t), out _);
            return t * (n / (n + 2));
        }

        // n/(n + 2) + 4 t e (e + 1)/(n + 2)², whose second part is nothing from 20 on.
        internal override Term Gradient(Term t, Term upstream)
        {
            var near = Term.Min(20, t).Named("near");
            var n = Product(near, out var e);
            var over = (1 / (n + 2)).Named("inverse");
            return upstream * (over * Term.MultiplyAdd(near, 4 * (e * ((e + 1) * over)), n));
        }

        private static Term Product(Term t, out Term e)
        {
            e = Term.Exp(t).Named("power");
            return (e * (e + 2)).Named("product");
        }

        internal override string Torch(string functional, string t) => $"{functional}.mish({t})";
    }
}
