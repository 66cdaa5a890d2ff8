namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>
/// Makes layers of their own out of what a tail does beyond its fused steps, for schedules that compute no more than these where
/// values are produced: <c>relu(x + a + b)</c> becomes <c>t = x + a</c>, then <c>relu(t + b)</c>.
/// </summary>
internal sealed class TailSplitting : LayerSplitting
{
    private TailSplitting(ModelPlan model)
        : base(model)
    {
    }

    /// <summary>The same network, each of whose tails is fused.</summary>
    public static ModelPlan Split(ModelPlan model) => model.Layers.All(static l => l.IsFused) ? model : new TailSplitting(model).Run();

    /// <inheritdoc/>
    protected override void Split(LayerPlan layer)
    {
        var part = layer;
        while (!part.IsFused)
        {
            part = Behind(Append(part with { Tail = new TailPlan(EquatableArray.From(part.Tail.Steps.Take(part.Fused.Length))) }), part);
        }

        Append(part);
    }

    // What passes the values on, for the next steps.
    private LayerPlan Behind(LayerPlan part, LayerPlan whole)
    {
        var rest = new TailPlan(EquatableArray.From(whole.Tail.Steps.Skip(whole.Fused.Length)));
        return part with
        {
            Identifier = NewIdentifier(part.Identifier + (rest.Steps[0] is TailStep.Multiply ? "Product" : "Sum")),
            Sources = new([part.Value]),
            Input = part.Output,
            Producer = new Producer.Identity(),
            Normalization = null,
            Tail = rest,
            Dropout = 0,
        };
    }
}
