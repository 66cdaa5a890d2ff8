using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu;

internal static partial class GpuKernelEmitter
{
    private static void EmitDifferentiate(SourceWriter w, GpuShape shape)
    {
        var threads = shape.Plan.Gradient;
        using var kernel = Kernel(w, "Differentiate",
            BackwardParameters(shape) + $"{shape.Tensor} dx, {shape.Tensor} dresidual, onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, onGpu::GpuGradientSums sums, ssnGpu::GpuSsnGates gates, ssnGpu::GpuSsnGradients gradients, int samples, int batchIsConstant",
            $"∂x = a g + slope (x − center) r + offset{(shape.Residual ? ", ∂residual = g" : "")}; the first group of threads computes the gradients of ratios meanwhile. "
            + $"Reads {shape.Cpu.Reads}, writes ∂x{(shape.Residual ? " and ∂residual" : "")}.");
        w.Line("ilGpu::ArrayView<int> order = ilGpu::SharedMemory.Allocate<int>(K);\nilGpu::ArrayView<double> scratch = ilGpu::SharedMemory.Allocate<double>(3 * K);\nilGpu::ArrayView<double> shared = ilGpu::SharedMemory.Allocate<double>(onGpu::GpuLanes.MostWarps);");
        using (w.Open("if (ilGpu::Grid.IdxX == 0)"))
        {
            w.Line("DifferentiateRatios(moments, sums, gates, gradients, samples, order, scratch, shared);\nreturn;");
        }

        w.Line();
        EmitBackwardViews(w, shape, writes: true);
        w.Line("int slabs = samples * C;");
        EmitSharedRatios(w, shape);
        using var loop = Items(w, threads, "k", "slabs", last: true, spare: true);
        w.Line("long start = (long)k * Vectors;\nint c = k % C;");
        EmitFirstLoads(w, shape, threads, "v", "values", "Vectors");
        EmitFirstLoads(w, shape, threads, "s", shape.Plan.ReadsSaved ? "saves" : null, "Vectors");
        EmitFirstLoads(w, shape, threads, "u", "upstreams", "Vectors");
        w.Line("\nonGpu::Float4 f = moments.Coefficients[k];");
        w.Line("double m = " + string.Join("\n    + ", shape.Plan.Kernel.Omega.SelectMany(MeanTerms)) + ";");
        w.Line("double w = " + string.Join("\n    + ", shape.Plan.Kernel.Omega.Select(VarianceTerm)) + ";");
        w.Line("onGpu::Float4 h = GradientCoefficients(m, w, moments.SlabMean[k], f);");
        using var chunks = ChunksFrom(w, shape, threads, "Vectors", ("v", "values"), ("s", shape.Plan.ReadsSaved ? "saves" : null), ("u", "upstreams"));
        EmitGradientStores(w, shape, isInside: true);
    }

    private static void EmitDifferentiateSlabs(SourceWriter w, GpuShape shape)
    {
        if (!shape.Plan.IsSlabwiseEver)
        {
            return;
        }

        var threads = shape.Plan.Gradient;
        using var kernel = Kernel(w, "DifferentiateSlabs",
            BackwardParameters(shape) + $"{shape.Tensor} dx, {shape.Tensor} dresidual, onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, onGpu::GpuGradientSums sums, int slabs",
            $"The gradients of each slab in one go, where they flow through its own moments alone. Reads {shape.Cpu.Reads} once, writes ∂x{(shape.Residual ? " and ∂residual" : "")}.");
        EmitBackwardViews(w, shape, writes: true);
        EmitShared(w, threads);
        using var loop = Items(w, threads, "k", "slabs");
        w.Line("long start = (long)k * Vectors;\nint c = k % C;\nonGpu::Float4 f = moments.Coefficients[k];");
        EmitHeld(w, shape, threads, "v", shape.Plan.ReadsSaved ? "s" : null, "u");
        EmitCollect(w, shape, holds: true);
        EmitSlabSums(w, shape);
        if (shape.Has(Normalizer.Instance))
        {
            w.Line("\ndouble r = f.W;");
            w.Line("double m = onGpu::GpuLanes.Weighted(parameters.MeanRatios[InstanceRatio], -parameters.Gamma[c] * r * total);");
            w.Line("double w = onGpu::GpuLanes.Weighted(parameters.VarianceRatios[InstanceRatio], -0.5 * parameters.Gamma[c] * r * r * product);");
            w.Line("onGpu::Float4 h = GradientCoefficients(m, w, moments.SlabMean[k], f);");
        }
        else
        {
            w.Line("\n// Running moments are constants.\nonGpu::Float4 h = new onGpu::Float4(f.X, 0f, 0f, f.W);");
        }

        using var chunks = ChunksAgain(w, shape, threads, "Vectors", ("v", "values"), ("s", shape.Plan.ReadsSaved ? "saves" : null), ("u", "upstreams"));
        EmitGradientStores(w, shape);
    }

    /// <summary>Declares the ratios of each normalizer, divided among the slabs that share its moments.</summary>
    private static void EmitSharedRatios(SourceWriter w, GpuShape shape)
    {
        foreach (var n in shape.Plan.Kernel.Omega)
        {
            var shared = Statistic.OnDevice(n).SharedBy;
            if (n == Normalizer.Batch)
            {
                w.Line("// No gradient flows through running moments.");
            }

            var constant = n == Normalizer.Batch ? "batchIsConstant != 0 ? 0.0 : " : "";
            w.Line($"double mean{n} = {constant}parameters.MeanRatios[{n}Ratio]{shared};\ndouble variance{n} = {constant}parameters.VarianceRatios[{n}Ratio]{shared};");
        }
    }

    private static IEnumerable<string> MeanTerms(Normalizer normalizer)
    {
        if (normalizer == Normalizer.Instance)
        {
            yield return "onGpu::GpuLanes.Weighted(meanInstance, MeanGradient(moments, parameters, sums, k, c))";
            yield break;
        }

        var index = Index(normalizer);
        yield return $"onGpu::GpuLanes.Weighted(mean{normalizer}, sums.{normalizer}Mean[{index}])";
        yield return $"onGpu::GpuLanes.Weighted(2 * variance{normalizer}, (moments.SlabMean[k] - moments.{normalizer}Mean[{index}]) * sums.{normalizer}Variance[{index}])";
    }

    private static string VarianceTerm(Normalizer normalizer) => normalizer == Normalizer.Instance
        ? "onGpu::GpuLanes.Weighted(varianceInstance, VarianceGradient(moments, parameters, sums, k, c))"
        : $"onGpu::GpuLanes.Weighted(variance{normalizer}, sums.{normalizer}Variance[{Index(normalizer)}])";

    private static string Index(Normalizer normalizer) => Statistic.OnDevice(normalizer).Index;

    /// <summary>Writes the gradients of what a thread holds.</summary>
    private static void EmitGradientStores(SourceWriter w, GpuShape shape, bool isInside = false)
    {
        for (var u = 0; u < shape.Plan.Gradient.Unrolled; u++)
        {
            var n = Literal.Of(u);
            using var valid = w.Open(u == 0 && isInside ? null : $"if (i{n} < Vectors)");
            w.Line($"{shape.Value} g = {Gradient(shape, $"onGpu::GpuValues.Deviation(v{n}, f.X)", n)};");
            w.Line($"{shape.Storage}.Store(inputGradients, start + i{n}, InputGradient(v{n}, g, f.Y, h));");
            if (shape.Residual)
            {
                w.Line($"{shape.Storage}.Store(residualGradients, start + i{n}, g);");
            }
        }
    }

    private static void EmitGradientStep(SourceWriter w, GpuShape shape)
    {
        using (Kernel(w, "GradientCoefficients", "double m, double w, double slabMean, onGpu::Float4 f",
            "∂x = a g + (2w/S) (x − μ_in) + m/S, written as a g + slope (x − center) r + offset: no factor of it overflows or vanishes while the product does not. "
            + "Center, slope, offset and r.", "onGpu::Float4"))
        {
            w.Line($"float center = w == 0 ? f.X : (float)slabMean;\ndouble slope = w * (2.0 / {shape.Cpu.Divisor});");
            w.Line("double offset = (m * (1.0 / S)) + onGpu::GpuLanes.Weighted(slope, center - slabMean);\nreturn new onGpu::Float4(center, (float)(slope / f.W), (float)offset, f.W);");
        }

        w.Line("\nprivate static float InputGradient(float x, float g, float scale, onGpu::Float4 h) => (g * scale) + (((x - h.X) * h.W * h.Y) + h.Z);");
        if (shape.Plan.Width == 4)
        {
            static string Of(string part) => $"InputGradient(x.{part}, g.{part}, scale, h)";
            w.Line($"\nprivate static onGpu::Float4 InputGradient(onGpu::Float4 x, onGpu::Float4 g, float scale, onGpu::Float4 h) =>\n    new({Of("X")}, {Of("Y")}, {Of("Z")}, {Of("W")});");
        }

        if (shape.Plan.Kernel.Activation is not { } activation)
        {
            return;
        }

        var saved = shape.Plan.ReadsSaved ? "float saved, " : "";
        var t = shape.Plan.Kernel.ReadsOutput ? "saved" : "(d * f.Y) + f.Z" + (shape.Plan.Kernel.ReadsResidual ? " + saved" : "");
        w.Line();
        using (w.Open($"private static float Gradient(float d, {saved}float upstream, onGpu::Float4 f)"))
        {
            var dialect = new DeviceDialect();
            w.Line($"float t = {t};");
            dialect.Return(w, activation.Gradient(Term.Variable(dialect, "t"), Term.Variable(dialect, "upstream")));
        }

        if (shape.Plan.Width == 4)
        {
            string Of(string part) => $"Gradient(d.{part}, {(shape.Plan.ReadsSaved ? $"saved.{part}, " : "")}upstream.{part}, f)";
            w.Line();
            w.Line($"private static onGpu::Float4 Gradient(onGpu::Float4 d, {saved.Replace("float", "onGpu::Float4")}onGpu::Float4 upstream, onGpu::Float4 f) =>\n    new({Of("X")}, {Of("Y")}, {Of("Z")}, {Of("W")});");
        }
    }
}
