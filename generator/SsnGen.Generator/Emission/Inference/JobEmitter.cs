using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the loop over the jobs of a production: one row of one unit of channels each.</summary>
internal static class JobEmitter
{
    /// <summary>Opens the loop, and declares the unit, the frame and the row where there is more than one.</summary>
    /// <param name="unit">What a unit of channels is called.</param>
    /// <param name="units">How many there are.</param>
    /// <param name="frames">Frames of a unit.</param>
    /// <param name="rows">Rows of a frame.</param>
    /// <returns>The loop, and the names of the variables.</returns>
    public static (SourceWriter.Block Loop, JobPlace Place) Open(SourceWriter w, string unit, int units, int frames, int rows)
    {
        (string Name, int Count)[] parts = [.. new[] { (unit, units), ("frame", frames), ("row", rows) }.Where(static p => p.Item2 > 1)];
        var loop = parts.Length == 1 ? parts[0].Name : "job";
        var block = w.Open($"for (int {loop} = first; {loop} < last; {loop}++)");
        for (var i = 0; i < parts.Length && parts.Length > 1; i++)
        {
            var inside = parts.Skip(i + 1).Aggregate(1, static (product, p) => product * p.Count);
            w.Line($"int {parts[i].Name} = job{(inside == 1 ? "" : $" / {inside}")}{(i == 0 ? "" : $" % {parts[i].Count}")};");
        }

        return (block, new JobPlace(Name(unit), Name("frame"), Name("row")));

        string? Name(string name) => parts.Any(p => p.Name == name) ? name : null;
    }

    /// <summary>What a job is, in words.</summary>
    public static string Words(string unit, int units, int frames, int rows)
    {
        var within = frames == 1 ? "row" : rows == 1 ? "frame" : $"frame * {rows} + row";
        return units * frames * rows == 1 ? "one job" : frames * rows == 1 ? $"job = {unit}" : units == 1 ? $"job = {within}" : $"job = {unit} * {frames * rows} + {within}";
    }

    /// <summary>What the tensors are called that a production reads.</summary>
    public static IEnumerable<string> Sources(ProductionPlan plan) => plan.Sources.Select((_, i) => "source" + EmissionNames.Number(plan.Sources.Length, i));

    /// <summary>The parameters that name the memory of a production, before its jobs.</summary>
    public static string Parameters(ProductionPlan plan) =>
        string.Concat(Sources(plan).Select(static s => $"float* {s}, ")) + (plan.Convolution is null ? "" : "float* weights, float* biases, ") + (plan.HasSlopes ? "float* slopes, " : "") + (plan.IsAffine ? "float* affines, " : "")
        + "float* output, " + (plan.Factor is null ? "" : "float* factor, ") + (plan.Residual is null ? "" : "float* residual, ") + (plan.Winograd is null ? "" : "float* scratch, ") + "int first, int last";
}

/// <summary>The names of the variables that say where a job is; null for what is always 0.</summary>
internal readonly record struct JobPlace(string? Unit, string? Frame, string? Row)
{
    /// <summary>The step to its row in a tensor with the same frames and rows.</summary>
    public string In(TensorPlan tensor) => Address.Step(Frame, tensor.FrameStride) + Address.Step(Row, tensor.RowStride);
}
