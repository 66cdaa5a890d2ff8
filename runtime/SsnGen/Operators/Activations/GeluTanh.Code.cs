using SsnGen.Generator.Text;

namespace SsnGen;

public abstract partial record Activation
{
    public sealed partial record GeluTanh
    {
        internal override string Words => "GELU by tanh";

        internal override bool IsLong => true;

        internal override string Formula(string t) => $"GELUtanh({t})";

        // (1 + tanh(u))/2 = 1/(1 + exp(−2u)).
        internal override Term Value(Term t) => t / (1 + Term.Exp(-(t * Term.MultiplyAdd(t * t, (float)(2 * Scale * Cubic), (float)(2 * Scale)))));

        // s + t s (1 − s) ∂2u/∂t, s = 1/(1 + exp(−2u)), which is 0 or 1 beyond ±9; squares of larger t would overflow.
        internal override Term Gradient(Term t, Term upstream)
        {
            var near = Term.Min(9, Term.Max(-9, t)).Named("near");
            var square = (near * near).Named("square");
            var s = Term.Sigmoid(near * Term.MultiplyAdd(square, (float)(2 * Scale * Cubic), (float)(2 * Scale))).Named("sigmoid");
            var slope = Term.MultiplyAdd(square, (float)(6 * Scale * Cubic), (float)(2 * Scale));
            return upstream * Term.MultiplyAdd(near * (s * (1 - s)), slope, s);
        }

        internal override string Torch(string functional, string t) => $"{functional}.gelu({t}, global::TorchSharp.Modules.GELU.Approximate.tanh)";
    }
}
