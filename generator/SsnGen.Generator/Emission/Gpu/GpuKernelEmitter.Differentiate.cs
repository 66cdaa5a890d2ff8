namespace SsnGen.Generator.Emission.Gpu;

internal static partial class GpuKernelEmitter
{
    private static void EmitDifferentiate(SourceWriter w, GpuShape shape)
    {
        var threads = shape.Plan.Gradient;
        using var kernel = Kernel(w, "Differentiate",
            BackwardParameters + "Tensor dx, Tensor dresidual, Moments moments, Parameters parameters, GradientSums sums, Gates gates, Gradients gradients, int samples, int batchIsConstant",
            $"∂x = a g + slope (x − center) r + offset{(shape.Residual ? ", ∂residual = g" : "")}; the first group of threads computes the gradients of ratios meanwhile. "
            + $"Reads {shape.Cpu.Reads}, writes ∂x{(shape.Residual ? " and ∂residual" : "")}.");
        w.Line("var order = SharedMemory.Allocate<int>(K);\nvar scratch = SharedMemory.Allocate<double>(3 * K);\nvar shared = SharedMemory.Allocate<double>(Lanes.MostWarps);");
        using (w.Open("if (Grid.IdxX == 0)"))
        {
            w.Line("DifferentiateRatios(moments, sums, gates, gradients, samples, order, scratch, shared);\nreturn;");
        }

        w.Line();
        EmitBackwardViews(w, shape, writes: true);
        w.Line("var slabs = samples * C;");
        EmitSharedRatios(w, shape);
        using var loop = Items(w, threads, "k", "slabs", last: true, spare: true);
        w.Line("var start = (long)k * Vectors;\nvar c = k % C;");
        EmitFirstLoads(w, threads, "v", "values", "Vectors");
        EmitFirstLoads(w, threads, "s", shape.ReadsSaved ? "saves" : null, "Vectors");
        EmitFirstLoads(w, threads, "u", "upstreams", "Vectors");
        w.Line("\nvar f = moments.Coefficients[k];");
        w.Line("var m = " + string.Join("\n    + ", shape.Plan.Kernel.Omega.SelectMany(MeanTerms)) + ";");
        w.Line("var w = " + string.Join("\n    + ", shape.Plan.Kernel.Omega.Select(VarianceTerm)) + ";");
        w.Line("var h = GradientCoefficients(m, w, moments.SlabMean[k], f);");
        using var chunks = ChunksFrom(w, threads, "Vectors", ("v", "values"), ("s", shape.ReadsSaved ? "saves" : null), ("u", "upstreams"));
        EmitGradientStores(w, shape, isInside: true);
    }

    private static void EmitDifferentiateSlabs(SourceWriter w, GpuShape shape)
    {
        if (!shape.IsSlabwiseEver)
        {
            return;
        }

        var threads = shape.Plan.Gradient;
        using var kernel = Kernel(w, "DifferentiateSlabs",
            BackwardParameters + "Tensor dx, Tensor dresidual, Moments moments, Parameters parameters, GradientSums sums, int slabs",
            $"The gradients of each slab in one go, where they flow through its own moments alone. Reads {shape.Cpu.Reads} once, writes ∂x{(shape.Residual ? " and ∂residual" : "")}.");
        EmitBackwardViews(w, shape, writes: true);
        EmitShared(w, threads);
        using var loop = Items(w, threads, "k", "slabs");
        w.Line("var start = (long)k * Vectors;\nvar c = k % C;\nvar f = moments.Coefficients[k];");
        EmitHeld(w, shape, threads, "v", shape.ReadsSaved ? "s" : null, "u");
        EmitCollect(w, shape, holds: true);
        EmitSlabSums(w, shape);
        if (shape.Has(Normalizer.Instance))
        {
            w.Line("\ndouble r = f.W;");
            w.Line("var m = Lanes.Weighted(parameters.MeanRatios[InstanceRatio], -parameters.Gamma[c] * r * total);");
            w.Line("var w = Lanes.Weighted(parameters.VarianceRatios[InstanceRatio], -0.5 * parameters.Gamma[c] * r * r * product);");
            w.Line("var h = GradientCoefficients(m, w, moments.SlabMean[k], f);");
        }
        else
        {
            w.Line("\n// Running moments are constants.\nvar h = new Float4(f.X, 0f, 0f, f.W);");
        }

        using var chunks = ChunksAgain(w, threads, "Vectors", ("v", "values"), ("s", shape.ReadsSaved ? "saves" : null), ("u", "upstreams"));
        EmitGradientStores(w, shape);
    }

    /// <summary>Declares the ratios of each normalizer, divided among the slabs that share its moments.</summary>
    private static void EmitSharedRatios(SourceWriter w, GpuShape shape)
    {
        foreach (var n in shape.Plan.Kernel.Omega)
        {
            var shared = n switch
            {
                Normalizer.Instance => "",
                Normalizer.Layer => " / C",
                Normalizer.Batch => " / samples",
                _ => " / GroupChannels",
            };
            if (n == Normalizer.Batch)
            {
                w.Line("// No gradient flows through running moments.");
            }

            var constant = n == Normalizer.Batch ? "batchIsConstant != 0 ? 0.0 : " : "";
            w.Line($"var mean{n} = {constant}parameters.MeanRatios[{n}Ratio]{shared};\nvar variance{n} = {constant}parameters.VarianceRatios[{n}Ratio]{shared};");
        }
    }

    private static IEnumerable<string> MeanTerms(Normalizer normalizer)
    {
        if (normalizer == Normalizer.Instance)
        {
            yield return "Lanes.Weighted(meanInstance, MeanGradient(moments, parameters, sums, k, c))";
            yield break;
        }

        var index = Index(normalizer);
        yield return $"Lanes.Weighted(mean{normalizer}, sums.{normalizer}Mean[{index}])";
        yield return $"Lanes.Weighted(2 * variance{normalizer}, (moments.SlabMean[k] - moments.{normalizer}Mean[{index}]) * sums.{normalizer}Variance[{index}])";
    }

    private static string VarianceTerm(Normalizer normalizer) => normalizer == Normalizer.Instance
        ? "Lanes.Weighted(varianceInstance, VarianceGradient(moments, parameters, sums, k, c))"
        : $"Lanes.Weighted(variance{normalizer}, sums.{normalizer}Variance[{Index(normalizer)}])";

    private static string Index(Normalizer normalizer) => normalizer switch
    {
        Normalizer.Layer => "k / C",
        Normalizer.Batch => "c",
        _ => "k / GroupChannels",
    };

    /// <summary>Writes the gradients of what a thread holds.</summary>
    private static void EmitGradientStores(SourceWriter w, GpuShape shape, bool isInside = false)
    {
        for (var u = 0; u < shape.Plan.Gradient.Unrolled; u++)
        {
            var n = Literal.Of(u);
            using var valid = w.Open(u == 0 && isInside ? null : $"if (i{n} < Vectors)");
            w.Line($"var g = {Gradient(shape, $"Values.Deviation(v{n}, f.X)", n)};");
            w.Line($"Values.Store(inputGradients, start + i{n}, InputGradient(v{n}, g, f.Y, h));");
            if (shape.Residual)
            {
                w.Line($"Values.Store(residualGradients, start + i{n}, g);");
            }
        }
    }

    private static void EmitGradientStep(SourceWriter w, GpuShape shape)
    {
        using (Kernel(w, "GradientCoefficients", "double m, double w, double slabMean, Float4 f",
            "∂x = a g + (2w/S) (x − μ_in) + m/S, written as a g + slope (x − center) r + offset: no factor of it overflows or vanishes while the product does not. "
            + "Center, slope, offset and r.", "Float4"))
        {
            w.Line($"var center = w == 0 ? f.X : (float)slabMean;\nvar slope = w * (2.0 / {shape.Cpu.Divisor});");
            w.Line("var offset = (m * (1.0 / S)) + Lanes.Weighted(slope, center - slabMean);\nreturn new Float4(center, (float)(slope / f.W), (float)offset, f.W);");
        }

        w.Line("\nprivate static float InputGradient(float x, float g, float scale, Float4 h) => (g * scale) + (((x - h.X) * h.W * h.Y) + h.Z);");
        if (shape.Plan.Width == 4)
        {
            static string Of(string part) => $"InputGradient(x.{part}, g.{part}, scale, h)";
            w.Line($"\nprivate static Float4 InputGradient(Float4 x, Float4 g, float scale, Float4 h) =>\n    new({Of("X")}, {Of("Y")}, {Of("Z")}, {Of("W")});");
        }

        if (!shape.Cpu.HasActivation)
        {
            return;
        }

        var saved = shape.ReadsSaved ? "float saved, " : "";
        var t = shape.Cpu.ReadsOutput ? "saved" : "(d * f.Y) + f.Z" + (shape.Cpu.ReadsResidual ? " + saved" : "");
        w.Line();
        w.Line($"private static float Gradient(float d, {saved}float upstream, Float4 f) =>\n    Activations.{shape.Cpu.Differentiate(t, "upstream")};");
        if (shape.Plan.Width == 4)
        {
            string Of(string part) => $"Gradient(d.{part}, {(shape.ReadsSaved ? $"saved.{part}, " : "")}upstream.{part}, f)";
            w.Line();
            w.Line($"private static Float4 Gradient(Float4 d, {saved.Replace("float", "Float4")}Float4 upstream, Float4 f) =>\n    new({Of("X")}, {Of("Y")}, {Of("Z")}, {Of("W")});");
        }
    }
}
