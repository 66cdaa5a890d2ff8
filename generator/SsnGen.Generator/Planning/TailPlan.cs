namespace SsnGen.Generator.Planning;

/// <summary>What a layer does with its values once they are produced and normalized: these steps, in their order.</summary>
internal sealed record TailPlan(EquatableArray<TailStep> Steps)
{
    public static TailPlan Nothing { get; } = new(default(EquatableArray<TailStep>));

    /// <summary>Sums, then an activation.</summary>
    public static TailPlan Of(IEnumerable<int> added, Activation? activation) => new(EquatableArray.From(
        added.Select(static a => (TailStep)new TailStep.Add(a)).Concat(activation is null ? [] : [new TailStep.Activate(activation)])));

    /// <summary>The values that it reads.</summary>
    public IEnumerable<int> Values => Steps.OfType<TailStep.Add>().Select(static a => a.Value);

    /// <summary>
    /// The first steps, which are computed where the values are produced or normalized, without a pass of their own: at most one sum,
    /// then at most one activation.
    /// </summary>
    public FusedTail Fused
    {
        get
        {
            var added = Steps.Length > 0 ? Steps[0] as TailStep.Add : null;
            var next = added is null ? 0 : 1;
            return new FusedTail(added?.Value, Steps.Length > next && Steps[next] is TailStep.Activate activate ? activate.Activation : null);
        }
    }

    /// <summary>The steps behind the fused ones.</summary>
    public TailPlan Rest => new(EquatableArray.From(Steps.Skip(Fused.Length)));

    /// <summary>Whether all of it is fused.</summary>
    public bool IsFused => Fused.Length == Steps.Length;

    /// <summary>The same with other values.</summary>
    public TailPlan Select(Func<int, int> value) => new(EquatableArray.From(Steps.Select(s => s is TailStep.Add add ? new TailStep.Add(value(add.Value)) : s)));

    public override string ToString() => Steps.ToString();
}

/// <summary>One step of a tail.</summary>
internal abstract record TailStep
{
    /// <summary>Adds a value of the network, of the same shape.</summary>
    public sealed record Add(int Value) : TailStep;

    /// <summary>Applies an activation.</summary>
    public sealed record Activate(Activation Activation) : TailStep;
}

/// <summary>The part of a tail that is computed with what stands before it.</summary>
/// <param name="Residual">The value that is added, or null.</param>
/// <param name="Activation">The activation that follows, or null.</param>
internal readonly record struct FusedTail(int? Residual, Activation? Activation)
{
    /// <summary>How many steps it has.</summary>
    public int Length => (Residual is null ? 0 : 1) + (Activation is null ? 0 : 1);
}
