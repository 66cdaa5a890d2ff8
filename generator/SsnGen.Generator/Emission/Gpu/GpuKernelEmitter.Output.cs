using SsnGen.Generator.Emission.Cpu;
using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Gpu;

internal static partial class GpuKernelEmitter
{
    private static void EmitCoefficients(SourceWriter w, GpuShape shape)
    {
        using var kernel = Kernel(w, "ComputeCoefficients(Moments moments, Parameters parameters, Vectors4 coefficients, int slabs)",
            "μ_hi, a = γ r, b = β − a (μ − μ_hi) and r = 1/√(σ² + ε) of each slab; μ_hi is μ rounded, so that x − μ_hi loses nothing where the mean is large.");
        using var loop = Items(w, "k", "slabs");
        w.Line("var c = k % C;");
        w.Line($"var mean = {Mixture(shape, "Mean")};\nvar variance = {Mixture(shape, "Variance")};");
        w.Line($"var inverse = 1 / global::System.Math.Sqrt(variance + {Literal.Of((double)shape.Plan.Epsilon)});");
        w.Line("var scale = parameters.Gamma[c] * inverse;\nvar center = (float)mean;");
        w.Line("coefficients[k] = new Float4(center, (float)scale, (float)(parameters.Beta[c] - (scale * (mean - center))), (float)inverse);");
    }

    private static string Mixture(GpuShape shape, string moment) => string.Join("\n    + ", shape.Plan.Omega.Select((n, i) =>
        $"Lanes.Weighted(parameters.{moment}Ratios[{Literal.Of(i)}], moments." + n switch
        {
            Normalizer.Instance => $"Slab{moment}[k])",
            Normalizer.Layer => $"Layer{moment}[k / C])",
            Normalizer.Batch => $"Batch{moment}[c])",
            _ => $"Group{moment}[k / GroupChannels])",
        }));

    private static void EmitNormalize(SourceWriter w, GpuShape shape, KernelShape cpu)
    {
        var residual = shape.Plan.Residual;
        using (Kernel(w, "Normalize(Floats x, Floats residual, Floats y, Vectors4 coefficients, int slabs)",
            $"t = (x − μ_hi) a + b{(residual ? " + residual" : "")}, y = {cpu.ActivationFormula}. Reads x{(residual ? " and the residual" : "")}, writes y."))
        {
            w.Line($"var values = {View(shape, "x")};\nvar outputs = {View(shape, "y")};");
            if (residual)
            {
                w.Line($"var residuals = {View(shape, "residual")};");
            }

            using var loop = Slabs(w, shape);
            w.Line("var f = coefficients[k];");
            using var chunks = Chunks(w, shape);
            EmitLoads(w, shape, "v", "values");
            if (residual)
            {
                EmitLoads(w, shape, "r", "residuals");
            }

            for (var u = 0; u < shape.Unrolled; u++)
            {
                using var valid = w.Open($"if (i{Literal.Of(u)} < Vectors)");
                w.Line($"outputs[start + i{Literal.Of(u)}] = Output(v{Literal.Of(u)}, {(residual ? $"r{Literal.Of(u)}, " : "")}f);");
            }
        }

        var activated = cpu.Activate($"((x - f.X) * f.Y) + f.Z{(residual ? " + residual" : "")}");
        w.Line();
        w.Line($"private static float Output(float x, {(residual ? "float residual, " : "")}Float4 f) => {(shape.Plan.Activation.Kind == ActivationKind.None ? activated : "Lanes." + activated)};");
        if (shape.Width == 4)
        {
            w.Line();
            string Of(string part) => $"Output(x.{part}, {(residual ? $"residual.{part}, " : "")}f)";
            w.Line($"private static Float4 Output(Float4 x, {(residual ? "Float4 residual, " : "")}Float4 f) =>\n    new({Of("X")}, {Of("Y")}, {Of("Z")}, {Of("W")});");
        }
    }
}
