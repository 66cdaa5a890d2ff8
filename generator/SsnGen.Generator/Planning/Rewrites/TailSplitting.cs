namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>
/// Makes layers of their own out of what a tail does beyond its fused steps, for schedules that compute no more than these where
/// values are produced: <c>relu(x + a + b)</c> becomes <c>t = x + a</c>, then <c>relu(t + b)</c>.
/// </summary>
internal sealed class TailSplitting
{
    private readonly List<LayerPlan> _layers = [];
    private readonly List<int> _values = [];
    private readonly HashSet<string> _identifiers;
    private readonly int _inputs;

    private TailSplitting(ModelPlan model)
    {
        _inputs = model.Inputs.Length;
        _identifiers = new HashSet<string>(model.Layers.Select(static l => l.Identifier), StringComparer.Ordinal);
        _values.AddRange(Enumerable.Range(0, _inputs));
    }

    /// <summary>The same network, each of whose tails is fused.</summary>
    public static ModelPlan Split(ModelPlan model)
    {
        if (model.Layers.All(static l => l.IsFused))
        {
            return model;
        }

        var splitting = new TailSplitting(model);
        foreach (var layer in model.Layers)
        {
            splitting.Add(layer);
        }

        return model with { Layers = EquatableArray.From(splitting._layers), Outputs = EquatableArray.From(model.Outputs.Select(o => o with { Value = splitting._values[o.Value] })) };
    }

    private void Add(LayerPlan layer)
    {
        layer = layer with { Sources = EquatableArray.From(layer.Sources.Select(v => _values[v])), Tail = layer.Tail.Select(v => _values[v]) };
        for (var part = layer; ; part = Behind(part))
        {
            part = part with { Index = _layers.Count, Value = _inputs + _layers.Count };
            _layers.Add(part with { Tail = new TailPlan(EquatableArray.From(part.Tail.Steps.Take(part.Fused.Length))) });
            if (part.IsFused)
            {
                _values.Add(part.Value);
                return;
            }
        }
    }

    // What passes the values on, for the next steps.
    private LayerPlan Behind(LayerPlan part)
    {
        var rest = new TailPlan(EquatableArray.From(part.Tail.Steps.Skip(part.Fused.Length)));
        var identifier = part.Identifier + (rest.Steps[0] is TailStep.Multiply ? "Product" : "Sum");
        while (!_identifiers.Add(identifier))
        {
            identifier += "_";
        }

        return part with
        {
            Identifier = identifier,
            Sources = new([part.Value]),
            Input = part.Output,
            Producer = new Producer.Identity(),
            Normalization = null,
            Tail = rest,
            Dropout = 0,
        };
    }
}
