using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits where the pixels of resized sides lie, once for each pair of sizes.</summary>
internal static class ResamplingEmitter
{
    /// <summary>The field of a pair of sizes.</summary>
    public static string Name(ResamplingPlan plan) => $"From{Literal.Of(plan.Size)}To{Literal.Of(plan.Resized)}{(plan.AlignsCorners ? "Aligned" : "")}";

    /// <summary>Emits the class of all of them.</summary>
    public static void Emit(SourceWriter w, string className, InferencePlan plan)
    {
        w.Line();
        w.Summary("Where the pixels of resized sides lie.");
        EmittedFile.Mark(w);
        using var type = w.Open($"file static class {className}");
        foreach (var resampling in plan.Resamplings)
        {
            w.Line($"public static readonly global::SsnGen.Inference.Resampling {Name(resampling)} = new({Literal.Of(resampling.Size)}, {Literal.Of(resampling.Resized)}, alignsCorners: {Literal.Of(resampling.AlignsCorners)});");
        }
    }
}
