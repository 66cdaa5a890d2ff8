using SsnGen.Generator.Definitions;
using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission;

/// <summary>Emits what a network says of itself: a table of its layers, and a line.</summary>
internal static class SummaryEmitter
{
    private const string Type = "global::SsnGen.Networks.NetworkSummary";

    /// <summary>Emits both.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="inference">How it runs on the processor, collapsed, or null.</param>
    /// <param name="sizes">The network for pictures of other sizes.</param>
    public static void Emit(SourceWriter w, ModelPlan plan, InferencePlan? inference, EquatableArray<SizePlan> sizes)
    {
        w.Summary("The network at a glance, to read or to print as a table: its layers with their parameters and multiply-adds, the totals, and the memory of the collapsed network.");
        EmittedFile.Mark(w);
        w.Line($"public static {Type} Summary() => new(Graph) {{ {string.Join(", ", Facts(plan, inference, sizes))} }};");
        if (!plan.HasToString)
        {
            w.Line();
            w.Summary("The network in one line: its shapes, how many layers it has, and the fingerprint of its selection.");
            EmittedFile.Mark(w);
            w.Line($"public override string ToString() => {Literal.Of(plan.Name + ": ")} + Graph + \", selection \" + SelectionHash;");
        }
    }

    private static IEnumerable<string> Facts(ModelPlan plan, InferencePlan? inference, EquatableArray<SizePlan> sizes)
    {
        yield return $"Name = {Literal.Of(plan.FullName)}";
        yield return "SelectionHash = SelectionHash";
        if (inference is not null)
        {
            yield return $"Memory = new(WorkspaceBytes, {Literal.Of(Bytes(inference.ParametersLength))})";
        }

        if (sizes.Length > 0)
        {
            yield return $"Sizes = [{string.Join(", ", sizes.Select(static s => $"new({EmittedMembers.Sized(s.Words)}.Graph, {Memory(s)})"))}]";
        }
    }

    private static string Memory(SizePlan size) => size.Inference is { } plan
        ? $"new({Literal.Of(Bytes(plan.ArenaLength))}, {Literal.Of(size.SharesParameters ? 0 : Bytes(plan.ParametersLength))})"
        : "null";

    private static long Bytes(long floats) => floats * sizeof(float);
}
