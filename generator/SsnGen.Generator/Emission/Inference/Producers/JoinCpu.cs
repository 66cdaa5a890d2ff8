using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>The channels of several tensors, one after the other: block by block where each begins with a block of its own.</summary>
internal sealed class JoinCpu : GatherCpu
{
    /// <inheritdoc/>
    protected override bool ReadsBlocks(ProductionPlan plan) => plan.JoinsBlocks;

    /// <inheritdoc/>
    protected override string BlockPlace(ProductionPlan plan, JobPlace at) =>
        Choose(plan, "block", InferencePlan.Block, (i, index) => $"source{i}{Address.Step(index, plan.Sources[i].PlaneStride)}{at.In(plan.Sources[i])}");

    /// <inheritdoc/>
    protected override string Place(ProductionPlan plan, JobPlace at) => Choose(plan, "c", 1, (i, index) => Channel($"source{i}", plan.Sources[i], index) + at.In(plan.Sources[i]));

    // By conditions: index < END_0 ? PLACE_0 : index < END_1 ? PLACE_1 : …, all in units of so many channels.
    private static string Choose(ProductionPlan plan, string index, int unit, Func<int, string, string> place)
    {
        var starts = plan.Starts;
        return string.Concat(starts.Select((start, i) =>
            (i == starts.Count - 1 ? "" : $"{index} < {starts[i + 1] / unit} ? ") + place(i, start == 0 ? index : $"({index} - {start / unit})") + (i == starts.Count - 1 ? "" : " : ")));
    }
}
