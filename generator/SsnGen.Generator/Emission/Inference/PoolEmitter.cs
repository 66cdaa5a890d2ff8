using SsnGen.Generator.Planning;
using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Inference;

/// <summary>Emits the production phase of layers that do not convolve: pooling, averages, the input itself.</summary>
internal static class PoolEmitter
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
        var (kernel, stride, padding) = Window(step.Layer.Producer);
        if (kernel > 0)
        {
            w.Line($"int top = global::System.Math.Max((row * {stride}) - {padding}, 0);");
            w.Line($"int bottom = global::System.Math.Min((row * {stride}) + {kernel - padding}, {step.Source.Shape.Height});");
        }
        else if (step.SourceMeans is { } means)
        {
            w.Line($"{names.Planes}.{PlaneEmitter.Moments(means)}(plane, mean);");
        }
        else
        {
            w.Line($"float* x = plane + (row * {step.Source.RowStride});");
        }

        w.Line();
        using (w.Open("for (int lane = 0; lane < 16; lane += vN::Vector<float>.Count)"))
        using (w.Open($"for (int column = 0; column < {step.Output.Shape.Width}; column++)"))
        {
            EmitValue(w, step);
            EmitFinish(w, step);
        }
    }

    /// <summary>The window of pooling; zeros for what has none.</summary>
    internal static (int Kernel, int Stride, int Padding) Window(ProducerPlan producer) => producer switch
    {
        MaxPoolPlan pool => (pool.Kernel, pool.Stride, pool.Padding),
        AveragePoolPlan pool => (pool.Kernel, pool.Stride, pool.Padding),
        _ => default,
    };

    private static void EmitValue(SourceWriter w, StepPlan step)
    {
        switch (step.Layer.Producer)
        {
            case GlobalAveragePoolPlan:
                w.Line("vN::Vector<float> t = vN::Vector.Narrow(vN::Vector.Load(mean + lane), vN::Vector.Load(mean + lane + vN::Vector<double>.Count));");
                break;
            case MaxPoolPlan:
                w.Line("vN::Vector<float> t = new vN::Vector<float>(float.NegativeInfinity);");
                EmitWindow(w, step, "t = vN::Vector.Max(t, vN::Vector.Load(x));");
                break;
            case AveragePoolPlan pool:
                w.Line("vN::Vector<float> t = vN::Vector<float>.Zero;");
                EmitWindow(w, step, "t += vN::Vector.Load(x);");
                w.Line($"t /= new vN::Vector<float>({Literal.Of((float)pool.Kernel * pool.Kernel)});");
                break;
            default:
                w.Line("vN::Vector<float> t = vN::Vector.Load(x + lane + (column * 16));");
                break;
        }
    }

    // Padding is what lies outside: a maximum leaves it out, and to a sum it adds nothing.
    private static void EmitWindow(SourceWriter w, StepPlan step, string combine)
    {
        var (kernel, stride, padding) = Window(step.Layer.Producer);
        w.Line($"int left = global::System.Math.Max((column * {stride}) - {padding}, 0);");
        w.Line($"int right = global::System.Math.Min((column * {stride}) + {kernel - padding}, {step.Source.Shape.Width});");
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
