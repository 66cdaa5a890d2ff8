using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Some of the channels. Where they begin with a block, a block is read from where it is; otherwise they are gathered.</summary>
internal sealed class ChunkCpu : GatherCpu
{
    /// <inheritdoc/>
    public override bool WritesRow(ProductionPlan plan) => !BeginsWithBlock(plan);

    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, string? block, string? row)
    {
        if (!BeginsWithBlock(plan))
        {
            base.EmitRow(w, names, plan, block, row);
            return;
        }

        w.Line($"float* x = {Address.Of("source", (long)First(plan) / InferencePlan.Block * plan.Source.PlaneStride)}{Address.Step(block, plan.Source.PlaneStride)}{Address.Step(row, plan.Source.RowStride)};");
    }

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column)
    {
        if (!BeginsWithBlock(plan))
        {
            base.EmitValue(w, plan, column);
            return;
        }

        w.Line($"vN::Vector<float> t = vN::Vector.Load(x + lane{Address.Step(column, 16)});");
    }

    /// <inheritdoc/>
    protected override string Place(ProductionPlan plan, string? row) =>
        Channel("source", plan.Source, $"({Address.Of("c", First(plan))})") + Address.Step(row, plan.Source.RowStride);

    private static int First(ProductionPlan plan) => ((Producer.Chunk)plan.Producer).First(plan.Source.Shape);

    private static bool BeginsWithBlock(ProductionPlan plan) => First(plan) % InferencePlan.Block == 0;
}
