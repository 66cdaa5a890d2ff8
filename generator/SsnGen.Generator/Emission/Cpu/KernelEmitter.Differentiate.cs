using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

internal static partial class KernelEmitter
{
    private static void EmitDifferentiate(SourceWriter w, KernelShape shape)
    {
        var residual = shape.Plan.Residual;
        using var method = Method(w, "Differentiate",
            $"∂x = a g + slope (x − center) r + offset{(residual ? ", ∂residual = g" : "")}. Reads {shape.Reads}, writes ∂x{(residual ? " and ∂residual" : "")}.");
        if (shape.Plan.IsRow)
        {
            EmitRowDifferentiate(w, shape);
            return;
        }

        using var loop = w.Open("for (int k = first; k < limit; k++)");
        EmitSlabPointers(w, ("x", "X"), ("saved", Saved(shape)), ("upstream", "Upstream"),
            ("dx", "InputGradient"), ("dresidual", residual ? "ResidualGradient" : null));
        if (!shape.Plan.IsVector)
        {
            EmitScalarDifferentiate(w, shape);
            return;
        }

        w.Line("vN::Vector<float> inverse = Broadcast(pass.Inverse[k]);\nvN::Vector<float> scale = Broadcast(pass.Scale[k]);");
        if (shape.Plan.RecomputesOutput)
        {
            w.Line("vN::Vector<float> mean = Broadcast(pass.Mean[k]);\nvN::Vector<float> shift = Broadcast(pass.Shift[k]);");
        }

        w.Line("vN::Vector<float> center = Broadcast(pass.Center[k]);\nvN::Vector<float> slope = Broadcast(pass.Slope[k]);\nvN::Vector<float> offset = Broadcast(pass.Offset[k]);");
        EmitStreams(w, shape, "dx");
        w.Line("\n// The last vector overlaps the one before it: computed first, since ∂x may lie over what is read.");
        EmitDifferentiateVectors(w, shape, ("Last", "(S - Width)"));
        w.Line("int i = 0;");
        using (w.Open("for (; i < S - (2 * Width); i += 2 * Width)"))
        {
            EmitPrefetch(w, shape, 2, "x", "upstream", Saved(shape) is null ? null : "saved");
            EmitDifferentiateVectors(w, shape, ("0", "i"), ("1", "i + Width"));
            EmitGradientStores(w, shape, ("0", "i"), ("1", "i + Width"));
        }

        w.Line();
        using (w.Open("for (; i < S - Width; i += Width)"))
        {
            EmitDifferentiateVectors(w, shape, ("0", "i"));
            EmitGradientStores(w, shape, ("0", "i"));
        }

        w.Line();
        EmitGradientStores(w, shape, ("Last", "(S - Width)"));
    }

    private static void EmitDifferentiateVectors(SourceWriter w, KernelShape shape, params (string Name, string At)[] vectors)
    {
        foreach (var (name, at) in vectors)
        {
            w.Line($"vN::Vector<float> x{name} = Load(x + {at});\nvN::Vector<float> g{name} = {GradientCall(shape, $"x{name} - mean", at)};");
            w.Line($"vN::Vector<float> dx{name} = MultiplyAdd(g{name}, scale, MultiplyAdd((x{name} - center) * inverse, slope, offset));");
        }
    }

    private static void EmitGradientStores(SourceWriter w, KernelShape shape, params (string Name, string At)[] vectors)
    {
        foreach (var (name, at) in vectors)
        {
            w.Line($"Store(dx{name}, dx + {at}{shape.StreamArgument});");
            if (shape.Plan.Residual)
            {
                w.Line($"Store(g{name}, dresidual + {at});");
            }
        }
    }

    private static void EmitScalarDifferentiate(SourceWriter w, KernelShape shape)
    {
        EmitScalarCoefficients(w, shape);
        w.Line((shape.Plan.RecomputesOutput ? "" : "float scale = pass.Scale[k];\n")
            + "(float center, float slope, float offset) = (pass.Center[k], pass.Slope[k], pass.Offset[k]);");
        using var values = w.Open("for (int i = 0; i < S; i++)");
        if (shape.Plan.RecomputesOutput)
        {
            w.Line("float d = x[i] - mean;");
        }

        w.Line($"float g = {ScalarGradient(shape)};\nfloat gradient = (g * scale) + ((x[i] - center) * inverse * slope) + offset;\ndx[i] = gradient;");
        if (shape.Plan.Residual)
        {
            w.Line("dresidual[i] = g;");
        }
    }

    /// <summary>The gradient through the activation of the vector at a place.</summary>
    private static string GradientCall(KernelShape shape, string deviation, string at)
    {
        if (!shape.Plan.HasActivation)
        {
            return $"Load(upstream + {at})";
        }

        return shape.Plan.ReadsOutput
            ? $"Gradient(Load(saved + {at}), Load(upstream + {at}))"
            : $"Gradient({deviation}, {(shape.Plan.ReadsResidual ? $"Load(saved + {at}), " : "")}Load(upstream + {at}), scale, shift)";
    }

    private static void EmitCollect(SourceWriter w, KernelShape shape)
    {
        using var method = Helper(w, "void Collect(\n    float* x,\n" + (Saved(shape) is null ? "" : "    float* saved,\n")
            + "    float* upstream,\n    int count,\n    " + VectorParameters(Coefficients(shape).Split([", "], StringSplitOptions.None)) + ",\n    ref double sum,\n    ref double dot)",
            "Adds Σ g and Σ g (x − μ_hi) r of values of a slab.");
        w.Line("(vN::Vector<float> s0, vN::Vector<float> s1) = (Zero, Zero);\n(vN::Vector<float> q0, vN::Vector<float> q1) = (Zero, Zero);\nint i = 0;");
        using (w.Open("for (; i < count - (2 * Width); i += 2 * Width)"))
        {
            w.Line("vN::Vector<float> d0 = Load(x + i) - mean;\nvN::Vector<float> d1 = Load(x + i + Width) - mean;");
            w.Line($"vN::Vector<float> g0 = {GradientCall(shape, "d0", "i")};\nvN::Vector<float> g1 = {GradientCall(shape, "d1", "i + Width")};");
            w.Line("s0 += g0;\ns1 += g1;\nq0 = MultiplyAdd(g0, d0 * inverse, q0);\nq1 = MultiplyAdd(g1, d1 * inverse, q1);");
        }

        w.Line();
        using (w.Open("for (; i < count - Width; i += Width)"))
        {
            w.Line($"vN::Vector<float> d = Load(x + i) - mean;\nvN::Vector<float> g = {GradientCall(shape, "d", "i")};\ns0 += g;\nq0 = MultiplyAdd(g, d * inverse, q0);");
        }

        w.Line("\nvN::Vector<float> uncovered = UncoveredLanes(count);\nvN::Vector<float> last = (Load(x + (count - Width)) - mean) & uncovered;");
        w.Line($"vN::Vector<float> lastGradient = {GradientCall(shape, "last", "(count - Width)")} & uncovered;");
        w.Line("sum += Sum(s0 + (s1 + lastGradient));\ndot += Sum(q0 + MultiplyAdd(lastGradient, last * inverse, q1));");
    }
}
