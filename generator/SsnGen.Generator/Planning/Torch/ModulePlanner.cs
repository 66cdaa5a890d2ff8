namespace SsnGen.Generator.Planning.Torch;

/// <summary>Decides how the training module passes tensors from layer to layer.</summary>
internal static class ModulePlanner
{
    /// <summary>Plans the module of a model.</summary>
    public static ModulePlan Plan(ModelPlan model)
    {
        var isVector = Vectors(model);
        var last = LastUses(model);
        return new ModulePlan(EquatableArray.From(model.Layers.Select(layer => new ModuleStep(
            layer,
            Source(layer, IsVector(layer.Source)),
            layer.Residual is { } residual ? View(IsVector(residual), isVector[layer.Index]) : TensorView.Same,
            EquatableArray.From(model.Layers.Select(static l => l.Index).Where(i => last[i] == layer.Index && i != model.Output.Index))))));

        bool IsVector(int source) => source >= 0 && isVector[source];
    }

    // What passes its input on takes it as it is.
    private static TensorView Source(LayerPlan layer, bool isVector) =>
        layer.Producer is Producer.Identity ? TensorView.Same : View(isVector, layer.Producer.IsFlat);

    private static TensorView View(bool isVector, bool wanted) =>
        isVector == wanted ? TensorView.Same : wanted ? TensorView.Vector : TensorView.Image;

    /// <summary>For each layer, whether its output is [N, features].</summary>
    private static bool[] Vectors(ModelPlan model)
    {
        var isVector = new bool[model.Layers.Length];
        foreach (var layer in model.Layers)
        {
            isVector[layer.Index] = layer.Producer.IsFlat || (layer is { Producer: Producer.Identity, Source: >= 0 } && isVector[layer.Source]);
        }

        return isVector;
    }

    /// <summary>For each layer, the last layer that reads it; itself where none does.</summary>
    private static int[] LastUses(ModelPlan model)
    {
        var last = model.Layers.Select(static l => l.Index).ToArray();
        foreach (var layer in model.Layers)
        {
            if (layer.Source >= 0)
            {
                last[layer.Source] = layer.Index;
            }

            if (layer.Residual is >= 0 and var residual)
            {
                last[residual] = layer.Index;
            }
        }

        return last;
    }
}
