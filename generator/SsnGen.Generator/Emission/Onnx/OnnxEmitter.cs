using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Onnx;

/// <summary>Writes how a network is exported to ONNX: the checks of loading, then the package's work.</summary>
internal static class OnnxEmitter
{
    private const string Weights = "global::SsnGen.Networks.NetworkWeights";

    /// <summary>Writes the part of the model's class that exports it.</summary>
    public static void Emit(SourceWriter w, ModelPlan plan, bool isSized)
    {
        EmittedFile.Head(w, plan.Namespace, plan.Warnings);
        using (w.Open($"partial class {plan.CodeName}"))
        {
            EmitExports(w, plan, isSized: false);
            if (isSized)
            {
                w.Line();
                EmitExports(w, plan, isSized: true);
            }
        }
    }

    private static void EmitExports(SourceWriter w, ModelPlan plan, bool isSized)
    {
        EmitExport(w, plan, isSized, "global::System.IO.Stream stream", "stream", "Receives the model; left open.");
        w.Line();
        EmitExport(w, plan, isSized, "string path", "path", "The file to write; it appears as a whole or not at all.");
    }

    private static void EmitExport(SourceWriter w, ModelPlan plan, bool isSized, string parameter, string name, string description)
    {
        var inputs = plan.Inputs.Select(static i => $"{i.Name} [batch, {ShapeText.Axes(i.Shape)}]");
        var outputs = plan.Outputs.Select(o => (o.Name, Shape: plan.LayerOf(o.Value)!.Output)).Select(static o => $"{o.Name} [batch, {(o.Shape.SlabSize == 1 ? $"{o.Shape.Channels}" : ShapeText.Axes(o.Shape))}]");
        w.Summary(
            "Writes the network, as it computes after training, as an ONNX model of standard operators: "
            + (isSized ? "that for pictures of one of the sizes that it is compiled for." : string.Join(", ", inputs.Concat(outputs)) + "."));
        w.Line("/// <param name=\"weights\">Weights that were trained for the selection that the network was compiled for.</param>");
        w.Line($"/// <param name=\"{name}\">{description}</param>");
        if (isSized)
        {
            w.Line("/// <param name=\"height\">The height of the pictures.</param>");
            w.Line("/// <param name=\"width\">The width of the pictures.</param>");
        }

        w.Line("/// <param name=\"batch\">The size of the batch, or null for one that is given when the model runs.</param>");
        if (plan.TakesPixels)
        {
            w.Line("/// <param name=\"pixels\">Whether the first input is 8-bit pixels, with the channels last, which the model's first nodes make values of.</param>");
        }

        w.Line("/// <exception cref=\"global::SsnGen.Files.WeightsException\">The weights belong to another model or selection, or a tensor is missing, not the network's, of another shape or not finite; nothing has been written then.</exception>");
        if (isSized)
        {
            w.Line("/// <exception cref=\"global::System.ArgumentException\">The network is not compiled for that size; nothing has been written then.</exception>");
        }

        EmittedFile.Mark(w);
        using (w.Open($"public static void ExportOnnx({Weights} weights, {parameter}, {(isSized ? "int height, int width, " : "")}int? batch = null{(plan.TakesPixels ? ", bool pixels = false" : "")})"))
        {
            w.Line("global::System.ArgumentNullException.ThrowIfNull(weights);");
            w.Line($"weights.CheckForEvaluation(Layers, {Literal.Of(plan.FullName)}, {Literal.Of(plan.SelectionHash)}{Inference.LoadEmitter.Trained(plan)});");
            w.Line($"global::SsnGen.Onnx.OnnxExport.Write({name}, {(isSized ? "GraphOf(height, width)" : "Graph")}, weights, batch{(plan.TakesPixels ? ", pixels" : "")}{Inference.LoadEmitter.Trained(plan)});");
        }
    }
}
