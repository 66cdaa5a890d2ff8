namespace SsnGen.Generator.Planning.Torch;

/// <summary>Decides how the training module passes tensors from layer to layer.</summary>
internal static class ModulePlanner
{
    /// <summary>Plans the module of a model.</summary>
    public static ModulePlan Plan(ModelPlan model)
    {
        var isVector = Vectors(model);
        var last = model.LastReaders();
        return new ModulePlan(EquatableArray.From(model.Layers.Select(layer => new ModuleStep(
            layer,
            EquatableArray.From(layer.Sources.Select(v => View(isVector[v], AreVectors(layer, isVector)))),
            Source(layer, AreVectors(layer, isVector)),
            EquatableArray.From(layer.Tail.Values.Select(v => View(isVector[v], isVector[layer.Value]))),
            EquatableArray.From(model.Layers.Where(l => last[l.Value] == layer.Index && !model.Returns(l.Value)).Select(static l => l.Index))))));
    }

    // What is joined is joined as images, unless all of it is vectors.
    private static bool AreVectors(LayerPlan layer, bool[] isVector) => layer.Sources.All(v => isVector[v]);

    // What passes its input on takes it as it is.
    private static TensorView Source(LayerPlan layer, bool isVector) =>
        layer.Producer is Producer.Identity ? TensorView.Same : View(isVector, layer.Producer.IsFlat);

    private static TensorView View(bool isVector, bool wanted) =>
        isVector == wanted ? TensorView.Same : wanted ? TensorView.Vector : TensorView.Image;

    /// <summary>For each value, whether it is [N, features].</summary>
    private static bool[] Vectors(ModelPlan model)
    {
        var isVector = new bool[model.ValueCount];
        foreach (var layer in model.Layers)
        {
            isVector[layer.Value] = layer.Producer.IsFlat || (layer.Producer is Producer.Identity && AreVectors(layer, isVector));
        }

        return isVector;
    }
}
