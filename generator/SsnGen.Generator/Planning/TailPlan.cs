namespace SsnGen.Generator.Planning;

/// <summary>What a layer does with its values once they are produced and normalized: these steps, in their order.</summary>
internal sealed record TailPlan(EquatableArray<TailStep> Steps)
{
    public static TailPlan Nothing { get; } = new(default(EquatableArray<TailStep>));

    /// <summary>The values that it reads.</summary>
    public IEnumerable<int> Values => Steps.Select(static s => s.Operand).OfType<int>();

    /// <summary>
    /// The first steps, which are computed without a pass of their own: at most one sum, then at most one activation; before them, where
    /// the layer passes over memory for nothing else, at most one product.
    /// </summary>
    public FusedTail Fused(bool withProduct)
    {
        var rest = Steps.AsEnumerable();
        var factor = withProduct ? Take<TailStep.Multiply>(ref rest) : null;
        var added = Take<TailStep.Add>(ref rest);
        var activate = Take<TailStep.Activate>(ref rest);
        return new FusedTail(factor?.Value, added?.Value, activate?.Activation);
    }

    /// <summary>The same with other values.</summary>
    public TailPlan Select(Func<int, int> value) => new(EquatableArray.From(Steps.Select(s => s.Select(value))));

    public override string ToString() => Steps.ToString();

    private static T? Take<T>(ref IEnumerable<TailStep> rest)
        where T : TailStep
    {
        var first = rest.FirstOrDefault() as T;
        rest = first is null ? rest : rest.Skip(1);
        return first;
    }
}

/// <summary>One step of a tail.</summary>
internal abstract record TailStep
{
    /// <summary>The value of the network that it reads, or null.</summary>
    public virtual int? Operand => null;

    /// <summary>The same with another value.</summary>
    public virtual TailStep Select(Func<int, int> value) => this;

    /// <summary>Adds a value of the network, of the same shape.</summary>
    public sealed record Add(int Value) : TailStep
    {
        public override int? Operand => Value;

        public override TailStep Select(Func<int, int> value) => new Add(value(Value));
    }

    /// <summary>Multiplies by a value of the network, of the same shape or of one pixel.</summary>
    public sealed record Multiply(int Value) : TailStep
    {
        public override int? Operand => Value;

        public override TailStep Select(Func<int, int> value) => new Multiply(value(Value));
    }

    /// <summary>Applies an activation.</summary>
    public sealed record Activate(Activation Activation) : TailStep;
}

/// <summary>The part of a tail that is computed with what stands before it.</summary>
/// <param name="Factor">The value that is multiplied by, or null.</param>
/// <param name="Residual">The value that is added then, or null.</param>
/// <param name="Activation">The activation that follows, or null.</param>
internal readonly record struct FusedTail(int? Factor, int? Residual, Activation? Activation)
{
    /// <summary>How many steps it has.</summary>
    public int Length => (Factor is null ? 0 : 1) + (Residual is null ? 0 : 1) + (Activation is null ? 0 : 1);
}
