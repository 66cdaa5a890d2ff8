using SsnGen.Generator.Emission.Inference.Producers;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the production phase of layers that do not convolve, row by row.</summary>
internal static class RowEmitter
{
    private static readonly VectorType _v = VectorType.Machine;

    public static void Emit(SourceWriter w, EmissionNames names, StepPlan step)
    {
        var output = step.Output;
        var height = output.Shape.Height;
        w.Summary($"{step.Layer.Path}: rows of 16 channels; job = block * {height} + row.");
        w.Line(EmissionNames.Optimized);
        using (w.Open($"public static void {EmissionNames.Method(step, PhaseKind.Produce)}(float* arena, float* parameters, int first, int last)"))
        {
            if (step.SourceMeans is not null)
            {
                w.Line("double* mean = stackalloc double[16];");
            }

            using (w.Open("for (int job = first; job < last; job++)"))
            {
                w.Line($"int block = job / {height};");
                w.Line($"int row = job % {height};");
                w.Line($"float* plane = {Address.Of("arena", step.Source.Offset + step.Source.Interior)} + (block * {step.Source.PlaneStride});");
                w.Line($"float* y = {Address.Of("arena", output.Offset + output.Interior)} + (block * {output.PlaneStride}) + (row * {output.RowStride});");
                if (Residual(step) is { } residual)
                {
                    w.Line($"float* r = {Address.Of("arena", residual.Offset + residual.Interior)} + (block * {residual.PlaneStride}) + (row * {residual.RowStride});");
                }

                if (step.Normalization.Scope == CollapseScope.Affine)
                {
                    w.Line($"float* affine = {Address.Of("parameters", step.Normalization.ParametersOffset)} + (block * 16);");
                }

                EmitRow(w, names, step);
                if (output.Halo > 0)
                {
                    w.Line();
                    w.Line($"{names.Planes}.{PlaneEmitter.ClearBorder(output.Plane)}({Address.Of("arena", output.Offset)} + (block * {output.PlaneStride}), row);");
                }
            }
        }
    }

    private static TensorPlan? Residual(StepPlan step) => step.FinishesInProducer ? step.Residual : null;

    private static void EmitRow(SourceWriter w, EmissionNames names, StepPlan step)
    {
        var producer = ProducerCpu.Of(step.Layer.Producer);
        producer.EmitRow(w, names, step);
        w.Line();
        using (w.Open("for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)"))
        using (w.Open($"for (int column = 0; column < {step.Output.Shape.Width}; column++)"))
        {
            producer.EmitValue(w, step);
            EmitFinish(w, step);
        }
    }

    private static void EmitFinish(SourceWriter w, StepPlan step)
    {
        if (step.Normalization.Scope == CollapseScope.Affine)
        {
            var padded = 16 * step.Output.Blocks;
            w.Line($"t = vN::Vector.MultiplyAddEstimate(t - vN::Vector.Load(affine + lane), vN::Vector.Load(affine + lane + {padded}), vN::Vector.Load(affine + lane + {2 * padded}));");
        }

        if (Residual(step) is not null)
        {
            w.Line("t += vN::Vector.Load(r + lane + (column * 16));");
        }

        foreach (var line in step.FinishesInProducer ? Finish.Activate(_v, "t", step.Layer.Activation) : [])
        {
            w.Line(line);
        }

        w.Line("vN::Vector.Store(t, y + lane + (column * 16));");
    }
}
