using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

// Slabs of a single value: tensors and coefficients lie side by side, so vectors run across slabs. The last vector of a
// range may be a part of one; it is computed as a whole, so that no bit depends on where ranges are cut.
internal static partial class KernelEmitter
{
    private static void EmitRowNormalize(SourceWriter w, KernelShape shape)
    {
        using var loop = RowLoop(w);
        EmitParts(w, ("x", "X"), ("residual", shape.Plan.Residual ? "Residual" : null), ("mean", "Mean"), ("scale", "Scale"), ("shift", "Shift"));
        w.Line($"Store(Output(x, {(shape.Plan.Residual ? "residual, " : "")}mean, scale, shift), pass.Y + start, lanes);");
    }

    private static void EmitRowSlabGradients(SourceWriter w, KernelShape shape)
    {
        using var loop = RowLoop(w);
        EmitRowGradient(w, shape, needsMean: true);
        w.Line("vN::Vector<float> dots = g * ((x - mean) * inverse);");
        using var slabs = w.Open("for (int lane = 0; lane < lanes; lane++)");
        w.Line("int k = start + lane;\n(double sum, double dot) = ((double)g[lane], (double)dots[lane]);");
        EmitSlabAlgebra(w, shape);
    }

    private static void EmitRowDifferentiate(SourceWriter w, KernelShape shape)
    {
        using var loop = RowLoop(w);
        EmitRowGradient(w, shape, needsMean: shape.Plan.RecomputesOutput);
        EmitParts(w, ("scale", shape.Plan.RecomputesOutput ? null : "Scale"), ("center", "Center"), ("slope", "Slope"), ("offset", "Offset"));
        w.Line("Store(MultiplyAdd(g, scale, MultiplyAdd((x - center) * inverse, slope, offset)), pass.InputGradient + start, lanes);");
        if (shape.Plan.Residual)
        {
            w.Line("Store(g, pass.ResidualGradient + start, lanes);");
        }
    }

    /// <summary>Declares what the gradient through the activation is computed from, and the gradient, g.</summary>
    private static void EmitRowGradient(SourceWriter w, KernelShape shape, bool needsMean)
    {
        EmitParts(w, ("x", "X"), ("saved", Saved(shape)), ("upstream", "Upstream"), ("mean", needsMean ? "Mean" : null), ("inverse", "Inverse"));
        if (shape.Plan.RecomputesOutput)
        {
            EmitParts(w, ("scale", "Scale"), ("shift", "Shift"));
        }

        w.Line("vN::Vector<float> g = " + (shape.Plan.RecomputesOutput
            ? $"Gradient(x - mean, {(shape.Plan.ReadsResidual ? "saved, " : "")}upstream, scale, shift)"
            : shape.Plan.HasActivation ? "Gradient(saved, upstream)" : "upstream") + ";");
    }

    private static SourceWriter.Block RowLoop(SourceWriter w)
    {
        var loop = w.Open("for (int start = first; start < limit; start += Width)");
        w.Line("int lanes = global::System.Math.Min(Width, limit - start);");
        return loop;
    }

    /// <summary>Reads a vector, or what is left of one, of arrays over all slabs; those without an array are left out.</summary>
    private static void EmitParts(SourceWriter w, params (string Name, string? Array)[] parts)
    {
        foreach (var (name, array) in parts)
        {
            if (array is not null)
            {
                w.Line($"vN::Vector<float> {name} = Load(pass.{array} + start, lanes);");
            }
        }
    }
}
