using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Some of the channels: block by block where they begin with a block.</summary>
internal sealed class ChunkCpu : GatherCpu
{
    /// <inheritdoc/>
    protected override bool ReadsBlocks(ProductionPlan plan) => First(plan) % InferencePlan.Block == 0;

    /// <inheritdoc/>
    protected override string BlockPlace(ProductionPlan plan, string? block, string? row) =>
        Address.Of("source", (long)First(plan) / InferencePlan.Block * plan.Source.PlaneStride) + Address.Step(block, plan.Source.PlaneStride) + Address.Step(row, plan.Source.RowStride);

    /// <inheritdoc/>
    protected override string Place(ProductionPlan plan, string? row) =>
        Channel("source", plan.Source, $"({Address.Of("c", First(plan))})") + Address.Step(row, plan.Source.RowStride);

    private static int First(ProductionPlan plan) => ((Producer.Chunk)plan.Producer).First(plan.Source.Shape);
}
