namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>Leaves out what only training needs: its outputs, and the layers that lead to no other.</summary>
internal static class TrainingPruning
{
    /// <summary>The network as it is evaluated.</summary>
    public static ModelPlan Prune(ModelPlan model)
    {
        if (!model.HasMoreInTraining)
        {
            return model;
        }

        var outputs = model.Outputs.Where(static o => !o.IsTrainingOnly).ToArray();
        var needed = new HashSet<int>(outputs.Select(static o => o.Value));
        foreach (var layer in model.Layers.Reverse().Where(l => needed.Contains(l.Value)))
        {
            needed.UnionWith(layer.Reads);
        }

        var values = Enumerable.Range(0, model.Inputs.Length).ToDictionary(static v => v);
        var layers = new List<LayerPlan>();
        foreach (var layer in model.Layers.Where(l => needed.Contains(l.Value)))
        {
            values.Add(layer.Value, model.Inputs.Length + layers.Count);
            layers.Add(layer with
            {
                Index = layers.Count,
                Value = values[layer.Value],
                Sources = EquatableArray.From(layer.Sources.Select(v => values[v])),
                Tail = layer.Tail.Select(v => values[v]),
            });
        }

        return model with
        {
            Layers = EquatableArray.From(layers),
            Outputs = EquatableArray.From(outputs.Select(o => o with { Value = values[o.Value] })),
            IsLeftOfTraining = true,
        };
    }
}
