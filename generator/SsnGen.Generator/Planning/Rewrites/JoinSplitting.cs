namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>
/// Makes a layer of its own out of the values that a layer joins, for schedules that do no more with them at once: a convolution of
/// <c>a</c> and <c>b</c> becomes <c>t = [a, b]</c>, then a convolution of <c>t</c>.
/// </summary>
internal sealed class JoinSplitting : LayerSplitting
{
    private readonly Func<LayerPlan, bool> _splits;

    private JoinSplitting(ModelPlan model, Func<LayerPlan, bool> splits)
        : base(model) => _splits = splits;

    /// <summary>The same network, whose layers join and do nothing else, or nothing but what a schedule does at once.</summary>
    /// <param name="model">The network.</param>
    /// <param name="isDoneAtOnce">Whether a schedule does what a layer does with the values that it joins while it joins them.</param>
    public static ModelPlan Split(ModelPlan model, Func<LayerPlan, bool> isDoneAtOnce)
    {
        // Layers are told by their index, which those in front of them change.
        bool[] splits = [.. model.Layers.Select(l => l is { Joins: true, PassesOn: false } && !isDoneAtOnce(l))];
        return splits.Contains(true) ? new JoinSplitting(model, l => splits[l.Index]).Run() : model;
    }

    /// <inheritdoc/>
    protected override void Split(LayerPlan layer)
    {
        if (_splits(layer))
        {
            var joined = Append(layer with
            {
                Identifier = NewIdentifier(layer.Identifier + "Join"),
                Output = layer.Input,
                Producer = new Producer.Identity(),
                Normalization = null,
                Tail = TailPlan.Nothing,
                Dropout = 0,
            });
            layer = layer with { Sources = new([joined.Value]) };
        }

        Append(layer);
    }
}
