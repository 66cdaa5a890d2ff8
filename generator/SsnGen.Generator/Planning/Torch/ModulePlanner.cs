namespace SsnGen.Generator.Planning.Torch;

/// <summary>Decides how the training module passes tensors from layer to layer.</summary>
internal static class ModulePlanner
{
    /// <summary>Plans the module of a model.</summary>
    public static ModulePlan Plan(ModelPlan model)
    {
        var ranks = Ranks(model);
        var last = model.LastReaders();
        return new ModulePlan(EquatableArray.From(model.Layers.Select(layer => new ModuleStep(
            layer,
            EquatableArray.From(layer.Sources.Select(v => View(ranks[v], RankOfSources(layer, ranks)))),
            Source(layer, RankOfSources(layer, ranks)),
            EquatableArray.From(layer.Tail.Values.Select(v => View(ranks[v], ranks[layer.Value]))),
            EquatableArray.From(model.Layers.Where(l => last[l.Value] == layer.Index && !model.Returns(l.Value)).Select(static l => l.Index))))));
    }

    // What is joined is joined as pictures, unless all of it is vectors.
    private static int RankOfSources(LayerPlan layer, int[] ranks) => layer.Sources.All(v => ranks[v] == 0) ? 0 : layer.Joins ? layer.Input.Rank : ranks[layer.Source];

    // What passes its input on takes it as it is.
    private static TensorView Source(LayerPlan layer, int rank) =>
        layer.Producer.TakesAnySides ? TensorView.Same : View(rank, layer.Producer.IsFlat ? 0 : layer.Input.Rank);

    private static TensorView View(int rank, int wanted) =>
        rank == wanted ? TensorView.Same : wanted == 0 ? TensorView.Vector : TensorView.Image;

    /// <summary>For each value, how many sides its tensor has; 0 where it is [N, features].</summary>
    private static int[] Ranks(ModelPlan model)
    {
        int[] ranks = [.. model.Shapes.Select(static s => s.Rank)];
        foreach (var layer in model.Layers)
        {
            ranks[layer.Value] = layer.Producer.IsFlat ? 0 : layer.Producer.TakesAnySides ? RankOfSources(layer, ranks) : layer.Output.Rank;
        }

        return ranks;
    }
}
