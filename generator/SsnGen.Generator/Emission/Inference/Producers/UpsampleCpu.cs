using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Each pixel repeated in both directions.</summary>
internal sealed class UpsampleCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, StepPlan step) => w.Line($"float* x = plane + (row / {Factor(step)} * {step.Source.RowStride});");

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, StepPlan step) => w.Line($"vN::Vector<float> t = vN::Vector.Load(x + lane + (column / {Factor(step)} * 16));");

    private static int Factor(StepPlan step) => ((Producer.Upsample)step.Layer.Producer).Factor;
}
