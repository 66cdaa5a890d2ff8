namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>Makes several layers out of one, for schedules that compute less at a time than a layer may ask for.</summary>
internal abstract class LayerSplitting
{
    private readonly ModelPlan _model;
    private readonly List<LayerPlan> _layers = [];
    private readonly List<int> _values = [];
    private readonly HashSet<string> _identifiers;

    protected LayerSplitting(ModelPlan model)
    {
        _model = model;
        _identifiers = new HashSet<string>(model.Layers.Select(static l => l.Identifier), StringComparer.Ordinal);
        _values.AddRange(Enumerable.Range(0, model.Inputs.Length));
    }

    /// <summary>The same network, each of whose layers is what <see cref="Split"/> makes of it.</summary>
    protected ModelPlan Run()
    {
        foreach (var layer in _model.Layers)
        {
            Split(layer with { Sources = EquatableArray.From(layer.Sources.Select(v => _values[v])), Tail = layer.Tail.Select(v => _values[v]) });
            _values.Add(_layers[_layers.Count - 1].Value);
        }

        return _model with { Layers = EquatableArray.From(_layers), Outputs = EquatableArray.From(_model.Outputs.Select(o => o with { Value = _values[o.Value] })) };
    }

    /// <summary>Appends what is made of a layer; the last computes its values.</summary>
    protected abstract void Split(LayerPlan layer);

    /// <summary>Appends a layer, giving it its place and its value.</summary>
    protected LayerPlan Append(LayerPlan layer)
    {
        layer = layer with { Index = _layers.Count, Value = _model.Inputs.Length + _layers.Count };
        _layers.Add(layer);
        return layer;
    }

    /// <summary>An identifier that no layer has.</summary>
    protected string NewIdentifier(string wanted)
    {
        while (!_identifiers.Add(wanted))
        {
            wanted += "_";
        }

        return wanted;
    }
}
