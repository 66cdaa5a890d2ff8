using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Each pixel repeated in both directions.</summary>
internal sealed class UpsampleCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, string? block, string? row) =>
        w.Line($"float* x = plane + (row / {Factor(plan)} * {plan.Source.RowStride});");

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column) =>
        w.Line($"vN::Vector<float> t = vN::Vector.Load(x + lane + (column / {Factor(plan)} * 16));");

    private static int Factor(ProductionPlan plan) => ((Producer.Upsample)plan.Producer).Factor;
}
