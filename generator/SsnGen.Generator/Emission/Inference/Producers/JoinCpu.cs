using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>
/// The channels of several tensors, one after the other. Where each begins with a block of its own, a block is read from where it is;
/// otherwise the channels of a row are gathered in the output first, each from its own plane.
/// </summary>
internal sealed class JoinCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitPlane(SourceWriter w, ProductionPlan plan, string? block)
    {
    }

    /// <inheritdoc/>
    public override bool WritesRow(ProductionPlan plan) => !plan.JoinsBlocks;

    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, string? block, string? row)
    {
        if (plan.JoinsBlocks)
        {
            w.Line($"float* x = {Choose(plan, "block", InferencePlan.Block, (i, at) => $"{Source(i)}{Address.Step(at, plan.Sources[i].PlaneStride)}{Row(plan, i, row)}")};");
            return;
        }

        var (channels, width) = (plan.Output.Shape.Channels, plan.Output.Shape.Width);
        w.Line();
        w.Line("// Each channel from the plane that it has among those that are joined.");
        if (channels % InferencePlan.Block != 0)
        {
            w.Line($"int lanes = {(block is null ? $"{channels}" : $"global::System.Math.Min(16, {channels} - (block * 16))")};");
            using var clears = block is null ? default(SourceWriter.Block?) : w.Open("if (lanes < 16)");
            w.Line($"new global::System.Span<float>(y, {width * InferencePlan.Block}).Clear();");
        }

        using var lanes = w.Open($"for (int lane = 0; lane < {(channels % InferencePlan.Block == 0 ? "16" : "lanes")}; lane++)");
        w.Line($"int c = {(block is null ? "lane" : "(block * 16) + lane")};");
        w.Line($"float* x = {Choose(plan, "c", 1, (i, at) => Channel(plan, i, at) + Row(plan, i, row))};");
        if (width == 1)
        {
            w.Line("y[lane] = *x;");
            return;
        }

        using var columns = w.Open($"for (int column = 0; column < {width}; column++)");
        w.Line("y[(column * 16) + lane] = x[column * 16];");
    }

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column) =>
        w.Line($"vN::Vector<float> t = vN::Vector.Load({(plan.JoinsBlocks ? "x" : "y")} + lane{Address.Step(column, 16)});");

    // By conditions: index < END_0 ? PLACE_0 : index < END_1 ? PLACE_1 : …, all in units of so many channels.
    private static string Choose(ProductionPlan plan, string index, int unit, Func<int, string, string> place)
    {
        var starts = plan.Starts;
        return string.Concat(starts.Select((start, i) =>
            (i == starts.Count - 1 ? "" : $"{index} < {starts[i + 1] / unit} ? ") + place(i, start == 0 ? index : $"({index} - {start / unit})") + (i == starts.Count - 1 ? "" : " : ")));
    }

    private static string Channel(ProductionPlan plan, int source, string at) =>
        plan.Sources[source].Blocks == 1 ? $"{Source(source)} + {at}" : $"{Source(source)}{Address.Step($"({at} / 16)", plan.Sources[source].PlaneStride)} + ({at} % 16)";

    private static string Row(ProductionPlan plan, int source, string? row) => Address.Step(row, plan.Sources[source].RowStride);

    private static string Source(int index) => $"source{index}";
}
