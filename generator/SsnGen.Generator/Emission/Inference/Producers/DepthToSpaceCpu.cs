using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>
/// Pixels made of channels. Where the channels of each pixel are blocks of their own, as those of a transposed convolution mostly are, a
/// block is read from where it is; otherwise they are gathered.
/// </summary>
internal sealed class DepthToSpaceCpu : GatherCpu
{
    /// <inheritdoc/>
    public override bool WritesRow(ProductionPlan plan) => !ReadsBlocks(plan);

    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, string? block, string? row)
    {
        if (!ReadsBlocks(plan))
        {
            base.EmitRow(w, names, plan, block, row);
            return;
        }

        var (factor, source) = (Factor(plan), plan.Source);
        var down = row is null || factor == 1 ? "" : Address.Step($"({row} % {factor})", factor * (long)Blocks(plan) * source.PlaneStride);
        w.Line($"float* x = source{down}{Address.Step(block, source.PlaneStride)}{Address.Step(Divided(row, factor), source.RowStride)};");
    }

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column)
    {
        if (!ReadsBlocks(plan))
        {
            base.EmitValue(w, plan, column);
            return;
        }

        var factor = Factor(plan);
        var across = column is null || factor == 1 ? "" : Address.Step($"({column} % {factor})", (long)Blocks(plan) * plan.Source.PlaneStride);
        w.Line($"vN::Vector<float> t = vN::Vector.Load(x + lane{across}{Address.Step(Divided(column, factor), 16)});");
    }

    /// <inheritdoc/>
    protected override void EmitChannel(SourceWriter w, ProductionPlan plan, string? row)
    {
        var factor = Factor(plan);
        var (channels, width) = (plan.Output.Shape.Channels, plan.Output.Shape.Width);
        var down = row is null ? "0" : $"{row} % {factor}";
        using var phases = width == 1 ? default(SourceWriter.Block?) : w.Open($"for (int phase = 0; phase < {Math.Min(factor, width)}; phase++)");
        var phase = width == 1 ? "" : " + phase";
        w.Line(IsPixelsFirst(plan)
            ? $"int from = (({(factor == 1 ? "0" : $"({down} * {factor})")}{phase}) * {channels}) + c;"
            : $"int from = (((c * {factor}) + ({down})) * {factor}){phase};");
        w.Line($"float* x = {Place(plan, row)};");
        if (width == 1)
        {
            w.Line("y[lane] = *x;");
            return;
        }

        using var columns = w.Open($"for (int column = phase; column < {width}; column += {factor}, x += 16)");
        w.Line("y[(column * 16) + lane] = *x;");
    }

    /// <inheritdoc/>
    protected override string Place(ProductionPlan plan, string? row) => Channel("source", plan.Source, "from") + Address.Step(Divided(row, Factor(plan)), plan.Source.RowStride);

    private static string? Divided(string? index, int factor) => index is null ? null : factor == 1 ? index : $"({index} / {factor})";

    private static int Factor(ProductionPlan plan) => ((Producer.DepthToSpace)plan.Producer).Factor;

    private static bool IsPixelsFirst(ProductionPlan plan) => ((Producer.DepthToSpace)plan.Producer).PixelsFirst;

    private static int Blocks(ProductionPlan plan) => plan.Output.Blocks;

    private static bool ReadsBlocks(ProductionPlan plan) => IsPixelsFirst(plan) && plan.Output.Shape.Channels % InferencePlan.Block == 0;
}
