using SsnGen.Generator.Text;

namespace SsnGen;

// What the generator emits of an activation, in each dialect: see Term.
public abstract partial record Activation
{
    /// <summary>What the literature calls it.</summary>
    internal abstract string Words { get; }

    /// <summary>Whether it is so long that one loop over stored values is better than a copy for each register.</summary>
    internal virtual bool IsLong => false;

    /// <summary>It as a part of a name, such as <c>Relu</c>; different arguments give different names.</summary>
    internal string Name => GetType().Name + string.Join("_", Arguments.Select(Literal.Digits));

    /// <summary>The code that constructs it.</summary>
    internal string Code => $"new global::SsnGen.Activation.{GetType().Name}({string.Join(", ", Arguments.Select(Literal.Of))})";

    /// <summary>y as a formula, for documentation.</summary>
    /// <param name="t">t as a formula.</param>
    internal abstract string Formula(string t);

    /// <summary>y.</summary>
    /// <param name="t">A variable.</param>
    internal abstract Term Value(Term t);

    /// <summary>∂L/∂t.</summary>
    /// <param name="t">A variable: t, or y where <see cref="FollowsSign"/>.</param>
    /// <param name="upstream">A variable: ∂L/∂y.</param>
    internal abstract Term Gradient(Term t, Term upstream);

    /// <summary>It in TorchSharp.</summary>
    /// <param name="functional"><c>torch.nn.functional</c>, as code names it.</param>
    /// <param name="t">The tensor: a variable.</param>
    internal abstract string Torch(string functional, string t);
}
