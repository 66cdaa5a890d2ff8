using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the public way to run the network: the one edge where lengths are checked.</summary>
internal static class RunEmitter
{
    private const string Team = "global::SsnGen.Threading.WorkerTeam";

    public static void Emit(SourceWriter w, EmissionNames names, ModelPlan plan) => Emit(w, plan, "unsafe ", () =>
    {
        w.Line($"{names.Workspace} workspace = _workspaces.Rent();");
        w.Line("fixed (float* x = input)");
        using (w.Open("fixed (float* y = output)"))
        {
            w.Line("workspace.RunBatch(x, y, samples, team);");
        }

        w.Line();
        w.Line("_workspaces.Return(workspace);");
    });

    /// <summary>Emits both ways to run, and what the second one does once lengths are checked.</summary>
    internal static void Emit(SourceWriter w, ModelPlan plan, string modifier, Action body)
    {
        EmitDocumentation(w, plan);
        w.Line("public void Run(global::System.ReadOnlySpan<float> input, global::System.Span<float> output) =>");
        using (w.Indent())
        {
            w.Line("Run(input, output, global::SsnGen.Threading.ThreadTeam.Shared);");
        }

        w.Line();
        EmitDocumentation(w, plan, "/// <param name=\"team\">The threads that share the work.</param>");
        w.Line("/// <exception cref=\"global::System.ArgumentNullException\"><paramref name=\"team\"/> is null.</exception>");
        using (w.Open($"public {modifier}void Run(global::System.ReadOnlySpan<float> input, global::System.Span<float> output, {Team} team)"))
        {
            w.Line("global::System.ArgumentNullException.ThrowIfNull(team);");
            EmitChecks(w, plan);
            w.Line();
            body();
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

    private static void EmitChecks(SourceWriter w, ModelPlan plan)
    {
        w.Line("int samples = input.Length / InputLength;");
        using (w.Open("if (samples * InputLength != input.Length)"))
        {
            w.Line($"throw new global::System.ArgumentException($\"The input has {{input.Length}} values; expected a multiple of {plan.Input.Length} ({plan.Input}).\", nameof(input));");
        }

        w.Line();
        using (w.Open("if (output.Length != (long)samples * OutputLength)"))
        {
            w.Line($"throw new global::System.ArgumentException($\"The output has room for {{output.Length}} values; expected {{(long)samples * OutputLength}}, {plan.Output.Output.Length} ({plan.Output.Output}) for each of {{samples}} samples.\", nameof(output));");
        }

        w.Line();
        using (w.Open("if (global::System.MemoryExtensions.Overlaps<float>(output, input))"))
        {
            w.Line("throw new global::System.ArgumentException(\"The output overlaps the input, which is still read when the first outputs are written.\", nameof(output));");
        }

        w.Line();
        using (w.Open("if (samples == 0)"))
        {
            w.Line("return;");
        }
    }
}
