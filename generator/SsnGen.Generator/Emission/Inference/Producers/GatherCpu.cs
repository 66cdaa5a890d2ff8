using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>
/// Channels from other places than their own. Where blocks of them stay together, a block is read from where it is; otherwise a row is
/// gathered in the output first, channel by channel.
/// </summary>
internal abstract class GatherCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitPlane(SourceWriter w, ProductionPlan plan, string? block)
    {
    }

    /// <inheritdoc/>
    public override bool WritesRow(ProductionPlan plan) => !ReadsBlocks(plan);

    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at)
    {
        var block = at.Unit;
        if (ReadsBlocks(plan))
        {
            w.Line($"float* x = {BlockPlace(plan, at)};");
            return;
        }

        var (channels, width) = (plan.Output.Shape.Channels, plan.Output.Shape.Width);
        w.Line();
        w.Line("// Each channel from its own place.");
        var clear = $"new global::System.Span<float>(y, {width * InferencePlan.Block}).Clear();";
        var count = "16";
        if (block is null)
        {
            count = Literal.Of(channels);
            if (channels < InferencePlan.Block)
            {
                w.Line(clear);
            }
        }
        else if (channels % InferencePlan.Block != 0)
        {
            count = "lanes";
            w.Line($"int lanes = global::System.Math.Min(16, {channels} - (block * 16));");
            using (w.Open("if (lanes < 16)"))
            {
                w.Line(clear);
            }

            w.Line();
        }

        using var lanes = w.Open($"for (int lane = 0; lane < {count}; lane++)");
        w.Line($"int c = {(block is null ? "lane" : "(block * 16) + lane")};");
        EmitChannel(w, plan, at);
    }

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column) =>
        w.Line($"vN::Vector<float> t = vN::Vector.Load({(ReadsBlocks(plan) ? "x + lane" + Across(plan, column) : "y + lane" + Address.Step(column, 16))});");

    /// <summary>Whether each block that is written is one that is read.</summary>
    protected abstract bool ReadsBlocks(ProductionPlan plan);

    /// <summary>Where the row of a block is, that is read as one.</summary>
    protected abstract string BlockPlace(ProductionPlan plan, JobPlace at);

    /// <summary>Where a pixel of the output is from there.</summary>
    protected virtual string Across(ProductionPlan plan, string? column) => Address.Step(column, 16);

    /// <summary>Writes a row of channel <c>c</c> to <c>lane</c> of the output.</summary>
    protected virtual void EmitChannel(SourceWriter w, ProductionPlan plan, JobPlace at)
    {
        w.Line($"float* x = {Place(plan, at)};");
        if (plan.Output.Shape.Width == 1)
        {
            w.Line("y[lane] = *x;");
            return;
        }

        using var columns = w.Open($"for (int column = 0; column < {plan.Output.Shape.Width}; column++)");
        w.Line("y[(column * 16) + lane] = x[column * 16];");
    }

    /// <summary>The first pixel of the row that channel <c>c</c> is.</summary>
    protected abstract string Place(ProductionPlan plan, JobPlace at);

    /// <summary>The first pixel of a channel.</summary>
    protected static string Channel(string source, TensorPlan tensor, string channel) =>
        tensor.Blocks == 1 ? $"{source} + {channel}" : $"{source}{Address.Step($"({channel} / 16)", tensor.PlaneStride)} + ({channel} % 16)";
}

/// <summary>The channels of groups mixed.</summary>
internal sealed class ChannelShuffleCpu : GatherCpu
{
    /// <inheritdoc/>
    protected override bool ReadsBlocks(ProductionPlan plan) => Groups(plan) == 1;

    /// <inheritdoc/>
    protected override string BlockPlace(ProductionPlan plan, JobPlace at) => "source" + Address.Step(at.Unit, plan.Source.PlaneStride) + at.In(plan.Source);

    /// <inheritdoc/>
    protected override void EmitChannel(SourceWriter w, ProductionPlan plan, JobPlace at)
    {
        var groups = Groups(plan);
        w.Line($"int from = (c % {groups} * {plan.Source.Shape.Channels / groups}) + (c / {groups});");
        base.EmitChannel(w, plan, at);
    }

    /// <inheritdoc/>
    protected override string Place(ProductionPlan plan, JobPlace at) => Channel("source", plan.Source, "from") + at.In(plan.Source);

    private static int Groups(ProductionPlan plan) => ((Producer.ChannelShuffle)plan.Producer).Groups;
}
