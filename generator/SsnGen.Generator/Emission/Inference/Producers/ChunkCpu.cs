using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Some of the channels: block by block where they begin with a block.</summary>
internal sealed class ChunkCpu : GatherCpu
{
    /// <inheritdoc/>
    protected override bool ReadsBlocks(ProductionPlan plan) => First(plan) % InferencePlan.Block == 0;

    /// <inheritdoc/>
    protected override string BlockPlace(ProductionPlan plan, JobPlace at) =>
        Address.Of("source", (long)First(plan) / InferencePlan.Block * plan.Source.PlaneStride) + Address.Step(at.Unit, plan.Source.PlaneStride) + at.In(plan.Source);

    /// <inheritdoc/>
    protected override string Place(ProductionPlan plan, JobPlace at) =>
        Channel("source", plan.Source, $"({Address.Of("c", First(plan))})") + at.In(plan.Source);

    private static int First(ProductionPlan plan) => ((Producer.Chunk)plan.Producer).First(plan.Source.Shape);
}
