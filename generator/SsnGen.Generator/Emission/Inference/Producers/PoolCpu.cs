using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference.Producers;

/// <summary>Pooling over windows. Padding is what lies outside: a maximum leaves it out, and to a sum it adds nothing.</summary>
internal abstract class PoolCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, string? row)
    {
        var pool = (Producer.Pool)plan.Producer;
        w.Line($"int top = {First(pool, row)};");
        w.Line($"int bottom = {End(pool, row, plan.Source.Shape.Height, plan.Output.Shape.Height)};");
    }

    protected static void EmitWindow(SourceWriter w, ProductionPlan plan, string? column, string combine)
    {
        var pool = (Producer.Pool)plan.Producer;
        w.Line($"int left = {First(pool, column)};");
        w.Line($"int right = {End(pool, column, plan.Source.Shape.Width, plan.Output.Shape.Width)};");
        using (w.Open("for (int h = top; h < bottom; h++)"))
        {
            w.Line($"float* end = plane + lane + (h * {plan.Source.RowStride}) + (right * 16);");
            using (w.Open($"for (float* x = plane + lane + (h * {plan.Source.RowStride}) + (left * 16); x < end; x += 16)"))
            {
                w.Line(combine);
            }
        }

        w.Line();
    }

    // Where a window begins and ends along one side, inside of the picture.
    private static string First(Producer.Pool pool, string? index) =>
        pool.Padding == 0 ? Times(index, pool.Stride) : $"global::System.Math.Max({Times(index, pool.Stride)} - {pool.Padding}, 0)";

    private static string End(Producer.Pool pool, string? index, int size, int windows)
    {
        var reach = pool.Kernel - pool.Padding;
        var end = index is null ? $"{reach}" : $"{Times(index, pool.Stride)} + {reach}";
        return ((windows - 1) * pool.Stride) + reach > size ? $"global::System.Math.Min({end}, {size})" : end;
    }
}

/// <summary>The largest value of each window.</summary>
internal sealed class MaxPoolCpu : PoolCpu
{
    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column)
    {
        w.Line("vN::Vector<float> t = new vN::Vector<float>(float.NegativeInfinity);");
        EmitWindow(w, plan, column, "t = vN::Vector.Max(t, vN::Vector.Load(x));");
    }
}

/// <summary>The average of each window.</summary>
internal sealed class AveragePoolCpu : PoolCpu
{
    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column)
    {
        var pool = (Producer.AveragePool)plan.Producer;
        w.Line("vN::Vector<float> t = vN::Vector<float>.Zero;");
        EmitWindow(w, plan, column, "t += vN::Vector.Load(x);");
        w.Line($"t /= new vN::Vector<float>({Literal.Of((float)pool.Kernel * pool.Kernel)});");
    }
}

/// <summary>The average of each channel: the mean of its moments.</summary>
internal sealed class GlobalAveragePoolCpu : ProducerCpu
{
    /// <inheritdoc/>
    public override void EmitRow(SourceWriter w, EmissionNames names, ProductionPlan plan, string? row) =>
        w.Line($"{names.Planes}.{PlaneEmitter.Moments(plan.SourceMeans!)}(plane, mean);");

    /// <inheritdoc/>
    public override void EmitValue(SourceWriter w, ProductionPlan plan, string? column) =>
        w.Line("vN::Vector<float> t = vN::Vector.Narrow(vN::Vector.Load(mean + lane), vN::Vector.Load(mean + lane + vN::Vector<double>.Count));");
}
