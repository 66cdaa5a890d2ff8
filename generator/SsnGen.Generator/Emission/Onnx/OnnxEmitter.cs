using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Onnx;

/// <summary>Writes how a network is exported to ONNX: the checks of loading, then the package's work.</summary>
internal static class OnnxEmitter
{
    private const string Weights = "global::SsnGen.Networks.NetworkWeights";

    /// <summary>Writes the part of the model's class that exports it.</summary>
    public static void Emit(SourceWriter w, ModelPlan plan)
    {
        EmittedFile.Head(w, plan.Namespace, plan.Warnings);
        using (w.Open($"partial class {plan.CodeName}"))
        {
            EmitExport(w, plan, "global::System.IO.Stream stream", "stream", "Receives the model; left open.");
            w.Line();
            EmitExport(w, plan, "string path", "path", "The file to write; it appears as a whole or not at all.");
        }
    }

    private static void EmitExport(SourceWriter w, ModelPlan plan, string parameter, string name, string description)
    {
        var inputs = plan.Inputs.Select(static i => $"{i.Name} [batch, {ShapeText.Axes(i.Shape)}]");
        var outputs = plan.Outputs.Select(o => (o.Name, Shape: plan.LayerOf(o.Value)!.Output)).Select(static o => $"{o.Name} [batch, {(o.Shape.SlabSize == 1 ? $"{o.Shape.Channels}" : ShapeText.Axes(o.Shape))}]");
        w.Summary(
            "Writes the network, as it computes after training, as an ONNX model of standard operators: "
            + string.Join(", ", inputs.Concat(outputs)) + ".");
        w.Line("/// <param name=\"weights\">Weights that were trained for the selection that the network was compiled for.</param>");
        w.Line($"/// <param name=\"{name}\">{description}</param>");
        w.Line("/// <param name=\"batch\">The size of the batch, or null for one that is given when the model runs.</param>");
        w.Line("/// <exception cref=\"global::SsnGen.Files.WeightsException\">The weights belong to another model or selection, or a tensor is missing, not the network's, of another shape or not finite; nothing has been written then.</exception>");
        EmittedFile.Mark(w);
        using (w.Open($"public static void ExportOnnx({Weights} weights, {parameter}, int? batch = null)"))
        {
            w.Line("global::System.ArgumentNullException.ThrowIfNull(weights);");
            w.Line($"weights.CheckForEvaluation(Layers, {Literal.Of(plan.FullName)}, {Literal.Of(plan.SelectionHash)}{Inference.LoadEmitter.Trained(plan)});");
            w.Line($"global::SsnGen.Onnx.OnnxExport.Write({name}, Graph, weights, batch);");
        }
    }
}
