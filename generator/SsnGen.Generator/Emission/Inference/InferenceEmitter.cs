using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the file that runs a collapsed network.</summary>
internal static class InferenceEmitter
{
    /// <summary>Emits the complete file of one model.</summary>
    /// <param name="sizes">The network for pictures of other sizes, each of which has a file of its own.</param>
    public static void Emit(SourceWriter w, InferencePlan plan, EquatableArray<SizePlan> sizes)
    {
        var names = new EmissionNames(plan);
        EmittedFile.Head(w, plan.Model.Namespace, plan.Model.Warnings);
        Aliases.OfVectors(w);
        EmitClass(w, names, plan, sizes);
        EmitCode(w, names, plan);
    }

    /// <summary>Emits the complete file of one model for another size.</summary>
    public static void EmitSized(SourceWriter w, InferencePlan plan, bool sharesParameters)
    {
        var names = new EmissionNames(plan);
        EmittedFile.Head(w, plan.Model.Namespace, plan.Model.Warnings);
        Aliases.OfVectors(w);
        using (w.Open($"partial class {plan.Model.CodeName}"))
        {
            EmitMemory(w, plan);
            using var type = w.Open($"private static partial class {EmittedMembers.Sized(plan.Model.Size)}");
            LoadEmitter.EmitSized(w, names, plan, sharesParameters);
        }

        EmitCode(w, names, plan);
    }

    private static void EmitCode(SourceWriter w, EmissionNames names, InferencePlan plan)
    {
        StepEmitter.Emit(w, names, plan);
        LoopsEmitter.Emit(w, names, plan);
        if (plan.Resamplings.Any())
        {
            ResamplingEmitter.Emit(w, names.Resamplings, plan);
        }

        if (plan.NeedsPlanes)
        {
            PlaneEmitter.Emit(w, names.Planes, plan);
        }

        TransformEmitter.Emit(w, names, plan);
        foreach (var width in plan.Tiles.GroupBy(static t => t.Width))
        {
            TileEmitter.Emit(w, names.Tiles(width.Key), width.Key, width);
        }
    }

    private static void EmitMemory(SourceWriter w, InferencePlan plan)
    {
        w.Line("/// <remarks>");
        w.Line($"/// Inference: {(!plan.Steps.Any(static s => s.Normalization.IsMixture) ? "collapsed" : "collapsed where a selection exists, elsewhere a mixture of normalizers")}.");
        w.Line($"/// {Literal.Of(plan.ArenaLength * 4.0 / 1024)} KiB of working memory, {Literal.Of(plan.ParametersLength * 4.0 / 1024)} KiB of packed weights.");
        w.Line("/// </remarks>");
    }

    private static void EmitClass(SourceWriter w, EmissionNames names, InferencePlan plan, EquatableArray<SizePlan> sizes)
    {
        var model = plan.Model;
        EmitMemory(w, plan);
        using (w.Open($"partial class {model.CodeName}"))
        {
            var ends = new NetworkEnds(model);
            EmitLengths(w, ends);
            w.Summary("Bytes of working memory per concurrent run on one thread, allocated once and used again.");
            w.Line($"public const long WorkspaceBytes = {plan.ArenaLength * 4L};");
            w.Line();
            w.Line("private readonly global::SsnGen.Inference.NetworkRunner _network;");
            w.Line();
            foreach (var size in sizes)
            {
                w.Line($"private readonly global::SsnGen.Inference.NetworkRunner _network{size.Words};");
                w.Line();
            }

            LoadEmitter.Emit(w, names, plan, sizes);
            foreach (var (isSized, takesPixels) in NetworkEnds.Ways(sizes.Length > 0, model.TakesPixels))
            {
                w.Line();
                RunEmitter.Emit(w, ends, isSized ? "NetworkOf(height, width)" : "_network", isSized, takesPixels);
            }

            if (sizes.Length > 0)
            {
                w.Line();
                SizesEmitter.EmitNetworkOf(w, model, sizes);
            }
        }
    }

    /// <summary>Emits the lengths of a sample's input and output, where there is one of each.</summary>
    internal static void EmitLengths(SourceWriter w, NetworkEnds ends)
    {
        if (!ends.AreOne)
        {
            return;
        }

        var (input, output) = (ends.Inputs[0].Shape, ends.Outputs[0].Shape);
        w.Summary($"Values of one input sample: {input}, in the order [C, H, W].");
        w.Line($"public const int InputLength = {input.Length};");
        w.Line();
        w.Summary($"Values of the output of one sample: {output}, in the order [C, H, W].");
        w.Line($"public const int OutputLength = {output.Length};");
        w.Line();
    }
}
