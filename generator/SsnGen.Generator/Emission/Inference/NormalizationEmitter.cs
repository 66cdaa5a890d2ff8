using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the file that runs a network of one normalization: its kernel, on the caller's memory.</summary>
internal static class NormalizationEmitter
{
    private const string Network = "global::SsnGen.Inference.NormalizationNetwork";

    /// <summary>Emits the complete file of one model.</summary>
    public static void Emit(SourceWriter w, ModelPlan plan, CollapsePlan normalization)
    {
        var layer = plan.Layers[0];
        EmittedFile.Head(w, plan.Namespace, plan.Warnings);
        w.Remarks(
            $"Inference: {Description(normalization)}. The kernel of training runs on the caller's memory; nothing is packed.\n"
            + "Working memory is 32 bytes per sample and channel.");
        using (w.Open($"partial class {plan.CodeName}"))
        {
            var ends = new NetworkEnds(plan);
            InferenceEmitter.EmitLengths(w, ends);
            w.Line($"private readonly {Network} _normalization;");
            w.Line();
            EmitConstructor(w, plan, layer);
            w.Line();
            LoadEmitter.EmitWays(w, plan);
            w.Line();
            RunEmitter.Emit(w, ends, "_normalization", isSized: false, takesPixels: false);
        }
    }

    private static string Description(CollapsePlan plan)
    {
        if (plan.IsMixture)
        {
            return plan.Live;
        }

        var passes = plan.Scope switch
        {
            CollapseScope.Affine => "one pass, as running moments are all there is",
            CollapseScope.Channel => "one slab at a time while it is in cache",
            CollapseScope.Sample => "one sample at a time",
            _ => throw new InvalidOperationException($"No words for {plan.Scope}."),
        };
        return $"{plan.Live}, {passes}";
    }

    private static void EmitConstructor(SourceWriter w, ModelPlan plan, LayerPlan layer)
    {
        EmittedFile.Mark(w);
        using (w.Open($"private {plan.CodeName}(global::SsnGen.Networks.NetworkWeights weights)"))
        {
            w.Line($"_normalization = new {Network}(Kernels.{KernelsEmitter.Property(layer.Identifier)}, LayerList[0], weights);");
        }
    }
}
