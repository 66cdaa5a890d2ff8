using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Pixels made of channels: block by block where those of each pixel are blocks of their own, as those of a transposed convolution mostly are.</summary>
internal sealed class DepthToSpaceCpu : GatherCpu
{
    /// <inheritdoc/>
    protected override bool ReadsBlocks(ProductionPlan plan) => IsPixelsFirst(plan) && plan.Output.Shape.Channels % InferencePlan.Block == 0;

    /// <inheritdoc/>
    protected override string BlockPlace(ProductionPlan plan, JobPlace at)
    {
        var (factor, source) = (Factor(plan), plan.Source);
        var down = at.Row is null || factor == 1 ? "" : Address.Step($"({at.Row} % {factor})", factor * (long)plan.Output.Blocks * source.PlaneStride);
        return $"source{down}{Address.Step(at.Unit, source.PlaneStride)}{Address.Step(Divided(at.Row, factor), source.RowStride)}";
    }

    /// <inheritdoc/>
    protected override string Across(ProductionPlan plan, string? column)
    {
        var factor = Factor(plan);
        var across = column is null || factor == 1 ? "" : Address.Step($"({column} % {factor})", (long)plan.Output.Blocks * plan.Source.PlaneStride);
        return across + Address.Step(Divided(column, factor), 16);
    }

    /// <inheritdoc/>
    protected override void EmitChannel(SourceWriter w, ProductionPlan plan, JobPlace at)
    {
        var factor = Factor(plan);
        var (channels, width) = (plan.Output.Shape.Channels, plan.Output.Shape.Width);
        var down = at.Row is null ? "0" : $"{at.Row} % {factor}";
        using var phases = width == 1 ? default(SourceWriter.Block?) : w.Open($"for (int phase = 0; phase < {Math.Min(factor, width)}; phase++)");
        var phase = width == 1 ? "" : " + phase";
        w.Line(IsPixelsFirst(plan)
            ? $"int from = (({(factor == 1 ? "0" : $"({down} * {factor})")}{phase}) * {channels}) + c;"
            : $"int from = (((c * {factor}) + ({down})) * {factor}){phase};");
        w.Line($"float* x = {Place(plan, at)};");
        if (width == 1)
        {
            w.Line("y[lane] = *x;");
            return;
        }

        using var columns = w.Open($"for (int column = phase; column < {width}; column += {factor}, x += 16)");
        w.Line("y[(column * 16) + lane] = *x;");
    }

    /// <inheritdoc/>
    protected override string Place(ProductionPlan plan, JobPlace at) => Channel("source", plan.Source, "from") + Address.Step(Divided(at.Row, Factor(plan)), plan.Source.RowStride);

    private static string? Divided(string? index, int factor) => index is null ? null : factor == 1 ? index : $"({index} / {factor})";

    private static int Factor(ProductionPlan plan) => ((Producer.DepthToSpace)plan.Producer).Factor;

    private static bool IsPixelsFirst(ProductionPlan plan) => ((Producer.DepthToSpace)plan.Producer).PixelsFirst;
}
