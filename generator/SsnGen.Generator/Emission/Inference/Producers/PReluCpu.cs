using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Parametric ReLU: each pixel from that of its own place, what is negative times the slope of its channel.</summary>
internal sealed class PReluCpu : PixelCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, JobPlace at)
    {
        base.EmitRow(w, names, plan, at);
        w.Line($"float* slope = slopes{Address.Step(at.Unit, InferencePlan.Block)};");
    }

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column)
    {
        base.EmitValue(w, plan, column);
        w.Line("t = vN::Vector.ConditionalSelect(vN::Vector.GreaterThan(t, vN::Vector<float>.Zero), t, t * vN::Vector.Load(slope + lane));");
    }
}
