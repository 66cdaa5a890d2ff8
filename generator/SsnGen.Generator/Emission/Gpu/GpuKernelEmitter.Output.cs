using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu;

internal static partial class GpuKernelEmitter
{
    private static void EmitNormalize(SourceWriter w, GpuShape shape)
    {
        var threads = shape.Plan.Slab;
        var batch = shape.Has(Normalizer.Batch);
        using var kernel = Kernel(w, "Normalize", OutputParameters(shape) + "slabs",
            $"t = (x − μ_hi) a + b{(shape.Residual ? " + residual" : "")}, y = {shape.Cpu.ActivationFormula}. Reads x{Residual(shape)}, writes y; the last slab first, which caches still hold."
            + (batch ? " The first group of threads moves the running moments meanwhile." : ""));
        if (batch)
        {
            w.Line("ilGpu::ArrayView<double> shared = ilGpu::SharedMemory.Allocate<double>(onGpu::GpuLanes.MostWarps);");
            using (w.Open("if (ilGpu::Grid.IdxX == 0)"))
            {
                w.Line("global::SsnGen.Gpu.Kernels.GpuRunningMoments.Move(moments, parameters, BatchRatio, shared);\nreturn;");
            }

            w.Line();
        }

        EmitOutputViews(w, shape);
        using var loop = Items(w, threads, "k", "slabs", last: true, spare: batch);
        w.Line("long start = (long)k * Vectors;\nint c = k % C;");
        EmitFirstLoads(w, shape, threads, "v", "values", "Vectors");
        EmitFirstLoads(w, shape, threads, "r", shape.Residual ? "residuals" : null, "Vectors");
        w.Line();
        w.Line($"double mean = {Mixture(shape, "Mean", n => Known(n, "Mean"))};");
        w.Line($"double variance = {Mixture(shape, "Variance", n => Known(n, "Variance"))};");
        w.Line("onGpu::Float4 f = Coefficients(mean, variance, parameters, c);");
        using (w.Open("if (lane == 0)"))
        {
            w.Line("moments.Coefficients[k] = f;\nmoments.Low[k] = (float)(mean - f.X);");
        }

        w.Line();
        using var chunks = ChunksFrom(w, shape, threads, "Vectors", ("v", "values"), ("r", shape.Residual ? "residuals" : null));
        EmitStores(w, shape, threads, "Vectors", static _ => "f", isInside: true);
    }

    /// <summary>A moment that has been pooled, of slab k.</summary>
    private static string Known(Normalizer normalizer, string moment)
    {
        var statistic = Statistic.OnDevice(normalizer);
        return $"moments.{statistic.Moments}{moment}[{statistic.Index}]";
    }

    private static void EmitNormalizeSlabs(SourceWriter w, GpuShape shape)
    {
        if (!shape.Has(Normalizer.Instance))
        {
            return;
        }

        var threads = shape.Plan.Slab;
        using var kernel = Kernel(w, "NormalizeSlabs", OutputParameters(shape) + "slabs",
            $"Measures and normalizes each slab in one go, where moments of slabs and running ones are all that is in use. Reads x{Residual(shape)} once, writes y.");
        EmitOutputViews(w, shape);
        EmitShared(w, threads);
        using var loop = Items(w, threads, "k", "slabs");
        w.Line("long start = (long)k * Vectors;\nint c = k % C;");
        EmitHeld(w, shape, threads, "v");
        EmitMeasure(w, shape, threads, "Vectors", holds: true);
        EmitTotals(w, threads, "S", shape.Cpu.Divisor);
        w.Line($"double mixedMean = {Mixture(shape, "Mean", static n => OfSlab(n, "mean", "Mean"))};");
        w.Line($"double mixedVariance = {Mixture(shape, "Variance", static n => OfSlab(n, "variance", "Variance"))};");
        w.Line("onGpu::Float4 f = Coefficients(mixedMean, mixedVariance, parameters, c);");
        using (w.Open("if (lane == 0)"))
        {
            w.Line("moments.SlabMean[k] = mean;\nmoments.SlabVariance[k] = variance;\nmoments.Coefficients[k] = f;\nmoments.Low[k] = (float)(mixedMean - f.X);");
        }

        using var chunks = ChunksAgain(w, shape, threads, "Vectors", ("v", "values"));
        EmitLoads(w, shape, threads, "r", shape.Residual ? "residuals" : null, "Vectors", shape.Value);
        EmitStores(w, shape, threads, "Vectors", static _ => "f");
    }

    /// <summary>A moment that a slab, or the parameters, know by themselves.</summary>
    private static string? OfSlab(Normalizer normalizer, string own, string moment) => normalizer switch
    {
        Normalizer.Instance => own,
        Normalizer.Batch => $"parameters.Running{moment}[c]",
        Normalizer.Layer or Normalizer.Group => null,
        _ => throw new InvalidOperationException($"No emission for {normalizer}."),
    };

    private static void EmitNormalizeWholes(SourceWriter w, GpuShape shape)
    {
        if (shape.Plan.Sample is { } sample)
        {
            EmitNormalizeWhole(w, shape, sample, "Samples", "samples", "C", "Layer", "0");
        }

        if (shape.Plan.Group is { } group)
        {
            EmitNormalizeWhole(w, shape, group, "Groups", "groups", "GroupChannels", "Group", "n % G * GroupChannels");
        }
    }

    /// <summary>Normalization over neighbouring channels, which are measured as one and held.</summary>
    private static void EmitNormalizeWhole(
        SourceWriter w, GpuShape shape, GpuThreadsPlan threads, string name, string count, string channels, string normalizer, string firstChannel)
    {
        var end = channels + " * Vectors";
        using var kernel = Kernel(w, "Normalize" + name, OutputParameters(shape) + count,
            $"Measures and normalizes {count} in one go, where mean and variance are the {normalizer.ToLowerInvariant()} normalizer's. Reads x{Residual(shape)} once, writes y.");
        EmitOutputViews(w, shape);
        EmitShared(w, threads);
        using var loop = Items(w, threads, "n", count);
        w.Line($"long start = (long)n * {end};\nint firstChannel = {firstChannel};");
        EmitHeld(w, shape, threads, "v");
        EmitMeasure(w, shape, threads, end, holds: true);
        EmitTotals(w, threads, $"({channels} * S)", $"({channels} * S)");
        w.Line("float high = (float)mean;\nfloat low = (float)(mean - high);");
        w.Line($"float inverse = (float)onGpu::GpuLanes.InverseRoot(variance + {Literal.Of((double)shape.Plan.Kernel.Epsilon)});");
        using (ChunksAgain(w, shape, threads, end, ("v", "values")))
        {
            EmitLoads(w, shape, threads, "r", shape.Residual ? "residuals" : null, end, shape.Value);
            EmitStores(w, shape, threads, end, static u => $"OfChannel(firstChannel + (i{u} / Vectors), high, low, inverse, parameters)");
        }

        w.Line("\n// For a backward pass: the moments of each slab stand for those that it is normalized by.");
        using (w.Open($"for (int c = lane; c < {channels}; c += lanes)"))
        {
            w.Line($"long k = ((long)n * {channels}) + c;\nmoments.SlabMean[k] = mean;\nmoments.SlabVariance[k] = variance;\nmoments.Low[k] = low;");
            w.Line("moments.Coefficients[k] = OfChannel(firstChannel + c, high, low, inverse, parameters);");
        }

        w.Line();
        using var first = w.Open("if (lane == 0)");
        w.Line($"moments.{normalizer}Mean[n] = mean;\nmoments.{normalizer}Variance[n] = variance;");
    }

    private static void EmitCoefficients(SourceWriter w, GpuShape shape)
    {
        using (Kernel(w, "Coefficients", "double mean, double variance, ssnGpu::GpuSsnParameters parameters, int c",
            "μ_hi, a = γ r, b = β − a (μ − μ_hi) and r = 1/√(σ² + ε) of a slab; μ_hi is μ rounded, so that x − μ_hi loses nothing where the mean is large.", "onGpu::Float4"))
        {
            w.Line($"double inverse = onGpu::GpuLanes.InverseRoot(variance + {Literal.Of((double)shape.Plan.Kernel.Epsilon)});");
            w.Line("double scale = parameters.Gamma[c] * inverse;\nfloat center = (float)mean;");
            w.Line("return new onGpu::Float4(center, (float)scale, (float)(parameters.Beta[c] - (scale * (mean - center))), (float)inverse);");
        }

        if (shape.Plan.Sample is not null || shape.Plan.Group is not null)
        {
            using (Kernel(w, "OfChannel", "int c, float high, float low, float inverse, ssnGpu::GpuSsnParameters parameters",
                "The same of a channel that shares its moments with its neighbours; high is μ_hi, low μ − μ_hi. Behind the last channel, those of it.", "onGpu::Float4"))
            {
                w.Line("int channel = global::System.Math.Min(c, C - 1);\nfloat scale = parameters.Gamma[channel] * inverse;");
                w.Line("return new onGpu::Float4(high, scale, parameters.Beta[channel] - (scale * low), inverse);");
            }
        }

        var residual = shape.Residual ? "float residual, " : "";
        var t = $"((x - f.X) * f.Y) + f.Z{(shape.Residual ? " + residual" : "")}";
        w.Line();
        if (shape.Plan.Kernel.Activation is { } activation)
        {
            using var method = w.Open($"private static float Output(float x, {residual}onGpu::Float4 f)");
            var dialect = new DeviceDialect();
            w.Line($"float t = {t};");
            dialect.Return(w, activation.Value(Term.Variable(dialect, "t")));
        }
        else
        {
            w.Line($"private static float Output(float x, {residual}onGpu::Float4 f) => {t};");
        }

        if (shape.Plan.Width == 4)
        {
            w.Line();
            string Of(string part) => $"Output(x.{part}, {(shape.Residual ? $"residual.{part}, " : "")}f)";
            w.Line($"private static onGpu::Float4 Output(onGpu::Float4 x, {residual.Replace("float", "onGpu::Float4")}onGpu::Float4 f) =>\n    new({Of("X")}, {Of("Y")}, {Of("Z")}, {Of("W")});");
        }
    }

    private static string OutputParameters(GpuShape shape) =>
        $"{shape.Tensor} x, {shape.Tensor} residual, {shape.Tensor} y, onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, int ";

    private static void EmitOutputViews(SourceWriter w, GpuShape shape) =>
        EmitViews(w, shape, ("values", "x"), ("outputs", "y"), ("residuals", shape.Residual ? "residual" : null));

    /// <summary>Writes the outputs of what a thread holds, with the coefficients of each vector.</summary>
    /// <param name="isInside">Whether the first vector is known to exist.</param>
    private static void EmitStores(SourceWriter w, GpuShape shape, GpuThreadsPlan threads, string end, Func<string, string> coefficients, bool isInside = false)
    {
        for (var u = 0; u < threads.Unrolled; u++)
        {
            var n = Literal.Of(u);
            using var valid = u == 0 && isInside ? default(SourceWriter.Block?) : w.Open($"if (i{n} < {end})");
            w.Line($"{shape.Storage}.Store(outputs, start + i{n}, Output(v{n}, {(shape.Residual ? $"r{n}, " : "")}{coefficients(n)}));");
        }
    }

    private static string Residual(GpuShape shape) => shape.Residual ? " and the residual" : "";
}
