using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the loop over the jobs of a production: one row of one unit of channels each.</summary>
internal static class JobEmitter
{
    /// <summary>Opens the loop, and declares the unit and the row where there is more than one.</summary>
    /// <returns>The loop, and the names of the variables; null for what is always 0.</returns>
    public static (SourceWriter.Block Loop, string? Unit, string? Row) Open(SourceWriter w, string unit, int units, int rows)
    {
        if (units == 1 || rows == 1)
        {
            var only = rows == 1 ? unit : "row";
            return (w.Open($"for (int {only} = first; {only} < last; {only}++)"), rows == 1 ? unit : null, rows == 1 ? null : "row");
        }

        var loop = w.Open("for (int job = first; job < last; job++)");
        w.Line($"int {unit} = job / {rows};");
        w.Line($"int row = job % {rows};");
        return (loop, unit, "row");
    }

    /// <summary>What a job is, in words.</summary>
    public static string Words(string unit, int units, int rows) =>
        rows == 1 ? $"job = {unit}" : units == 1 ? "job = row" : $"job = {unit} * {rows} + row";

    /// <summary>What the tensors are called that a production reads.</summary>
    public static IEnumerable<string> Sources(ProductionPlan plan) => plan.Sources.Select((_, i) => "source" + EmissionNames.Number(plan.Sources.Length, i));

    /// <summary>The parameters that name the memory of a production, before its jobs.</summary>
    public static string Parameters(ProductionPlan plan) =>
        string.Concat(Sources(plan).Select(static s => $"float* {s}, ")) + (plan.Convolution is null ? "" : "float* weights, float* biases, ") + (plan.IsAffine ? "float* affines, " : "")
        + "float* output, " + (plan.Factor is null ? "" : "float* factor, ") + (plan.Residual is null ? "" : "float* residual, ") + (plan.Winograd is null ? "" : "float* scratch, ") + "int first, int last";
}
