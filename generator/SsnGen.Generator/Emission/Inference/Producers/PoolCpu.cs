using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Pooling over windows. Padding is what lies outside: a maximum leaves it out, and to a sum it adds nothing.</summary>
internal abstract class PoolCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, StepPlan step)
    {
        var pool = (Producer.Pool)step.Layer.Producer;
        w.Line($"int top = global::System.Math.Max((row * {pool.Stride}) - {pool.Padding}, 0);");
        w.Line($"int bottom = global::System.Math.Min((row * {pool.Stride}) + {pool.Kernel - pool.Padding}, {step.Source.Shape.Height});");
    }

    protected static void EmitWindow(SourceWriter w, StepPlan step, string combine)
    {
        var pool = (Producer.Pool)step.Layer.Producer;
        w.Line($"int left = global::System.Math.Max((column * {pool.Stride}) - {pool.Padding}, 0);");
        w.Line($"int right = global::System.Math.Min((column * {pool.Stride}) + {pool.Kernel - pool.Padding}, {step.Source.Shape.Width});");
        using (w.Open("for (int h = top; h < bottom; h++)"))
        {
            w.Line($"float* end = plane + lane + (h * {step.Source.RowStride}) + (right * 16);");
            using (w.Open($"for (float* x = plane + lane + (h * {step.Source.RowStride}) + (left * 16); x < end; x += 16)"))
            {
                w.Line(combine);
            }
        }

        w.Line();
    }
}

/// <summary>The largest value of each window.</summary>
internal sealed class MaxPoolCpu : PoolCpu
{
    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, StepPlan step)
    {
        w.Line("vN::Vector<float> t = new vN::Vector<float>(float.NegativeInfinity);");
        EmitWindow(w, step, "t = vN::Vector.Max(t, vN::Vector.Load(x));");
    }
}

/// <summary>The average of each window.</summary>
internal sealed class AveragePoolCpu : PoolCpu
{
    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, StepPlan step)
    {
        var pool = (Producer.AveragePool)step.Layer.Producer;
        w.Line("vN::Vector<float> t = vN::Vector<float>.Zero;");
        EmitWindow(w, step, "t += vN::Vector.Load(x);");
        w.Line($"t /= new vN::Vector<float>({Literal.Of((float)pool.Kernel * pool.Kernel)});");
    }
}

/// <summary>The average of each channel: the mean of its moments.</summary>
internal sealed class GlobalAveragePoolCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, StepPlan step) =>
        w.Line($"{names.Planes}.{PlaneEmitter.Moments(step.SourceMeans!)}(plane, mean);");

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, StepPlan step) =>
        w.Line("vN::Vector<float> t = vN::Vector.Narrow(vN::Vector.Load(mean + lane), vN::Vector.Load(mean + lane + vN::Vector<double>.Count));");
}
