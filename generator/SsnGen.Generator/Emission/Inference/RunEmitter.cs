using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the public way to run the network.</summary>
internal static class RunEmitter
{
    private const string Team = "global::SsnGen.Threading.WorkerTeam";

    /// <summary>Emits both ways to run.</summary>
    /// <param name="call">The statement that runs the network; it checks lengths and team.</param>
    public static void Emit(SourceWriter w, ModelPlan plan, string call)
    {
        EmitDocumentation(w, plan);
        EmittedFile.Mark(w);
        w.Line("public void Run(global::System.ReadOnlySpan<float> input, global::System.Span<float> output) =>");
        using (w.Indent())
        {
            w.Line("Run(input, output, global::SsnGen.Threading.ThreadTeam.Shared);");
        }

        w.Line();
        EmitDocumentation(w, plan, "/// <param name=\"team\">The threads that share the work.</param>");
        w.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"team\"/> is null.</exception>");
        EmittedFile.Mark(w);
        w.Line($"public void Run(global::System.ReadOnlySpan<float> input, global::System.Span<float> output, {Team} team) =>");
        using (w.Indent())
        {
            w.Line(call);
        }
    }

    private static void EmitDocumentation(SourceWriter w, ModelPlan plan, params string[] more)
    {
        w.Summary("Runs the network for a batch of any size. Safe for concurrent use; allocates nothing once its working memory exists.\nThe result does not depend on the number of threads.");
        w.Line($"/// <param name=\"input\">The samples, [N, {Axes(plan.Input)}].</param>");
        w.Line($"/// <param name=\"output\">Receives their outputs, [N, {Axes(plan.Output.Output)}]; must not overlap the input.</param>");
        foreach (var line in more)
        {
            w.Line(line);
        }

        w.Line("/// <exception cref=\"global::System.ArgumentException\">The input is not a whole number of samples, the output has not room for exactly as many, or they overlap.</exception>");
    }

    private static string Axes(Shape shape) => $"{shape.Channels}, {shape.Height}, {shape.Width}";
}
