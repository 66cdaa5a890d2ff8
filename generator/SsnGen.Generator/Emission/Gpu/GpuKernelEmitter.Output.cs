using SsnGen.Generator.Planning.Gpu;

namespace SsnGen.Generator.Emission.Gpu;

internal static partial class GpuKernelEmitter
{
    private const string OutputParameters = "Tensor x, Tensor residual, Tensor y, Moments moments, Parameters parameters, int ";

    private static void EmitNormalize(SourceWriter w, GpuShape shape)
    {
        var threads = shape.Plan.Slab;
        var batch = shape.Has(Normalizer.Batch);
        using var kernel = Kernel(w, "Normalize", OutputParameters + "slabs",
            $"t = (x − μ_hi) a + b{(shape.Residual ? " + residual" : "")}, y = {shape.Cpu.ActivationFormula}. Reads x{Residual(shape)}, writes y; the last slab first, which caches still hold."
            + (batch ? " The first group of threads moves the running moments meanwhile." : ""));
        if (batch)
        {
            w.Line("var shared = SharedMemory.Allocate<double>(Lanes.MostWarps);");
            using (w.Open("if (Grid.IdxX == 0)"))
            {
                w.Line("global::SsnGen.Gpu.Kernels.GpuRunningMoments.Move(moments, parameters, BatchRatio, shared);\nreturn;");
            }

            w.Line();
        }

        EmitOutputViews(w, shape);
        using var loop = Items(w, threads, "k", "slabs", last: true, spare: batch);
        w.Line("var start = (long)k * Vectors;\nvar c = k % C;");
        EmitFirstLoads(w, threads, "v", "values", "Vectors");
        EmitFirstLoads(w, threads, "r", shape.Residual ? "residuals" : null, "Vectors");
        w.Line();
        w.Line($"var mean = {Mixture(shape, "Mean", n => Known(n, "Mean"))};");
        w.Line($"var variance = {Mixture(shape, "Variance", n => Known(n, "Variance"))};");
        w.Line("var f = Coefficients(mean, variance, parameters, c);");
        using (w.Open("if (lane == 0)"))
        {
            w.Line("moments.Coefficients[k] = f;\nmoments.Low[k] = (float)(mean - f.X);");
        }

        w.Line();
        using var chunks = ChunksFrom(w, threads, "Vectors", ("v", "values"), ("r", shape.Residual ? "residuals" : null));
        EmitStores(w, shape, threads, "Vectors", static _ => "f", isInside: true);
    }

    /// <summary>A moment that has been pooled, of slab k.</summary>
    private static string Known(Normalizer normalizer, string moment) => "moments." + normalizer switch
    {
        Normalizer.Instance => $"Slab{moment}[k]",
        Normalizer.Layer => $"Layer{moment}[k / C]",
        Normalizer.Batch => $"Batch{moment}[c]",
        _ => $"Group{moment}[k / GroupChannels]",
    };

    private static void EmitNormalizeSlabs(SourceWriter w, GpuShape shape)
    {
        if (!shape.Has(Normalizer.Instance))
        {
            return;
        }

        var threads = shape.Plan.Slab;
        using var kernel = Kernel(w, "NormalizeSlabs", OutputParameters + "slabs",
            $"Measures and normalizes each slab in one go, where moments of slabs and running ones are all that is in use. Reads x{Residual(shape)} once, writes y.");
        EmitOutputViews(w, shape);
        EmitShared(w, threads);
        using var loop = Items(w, threads, "k", "slabs");
        w.Line("var start = (long)k * Vectors;\nvar c = k % C;");
        EmitHeld(w, shape, threads, "v");
        EmitMeasure(w, shape, threads, "Vectors", holds: true);
        EmitTotals(w, threads, "S", shape.Cpu.Divisor);
        w.Line($"var mixedMean = {Mixture(shape, "Mean", static n => OfSlab(n, "mean", "Mean"))};");
        w.Line($"var mixedVariance = {Mixture(shape, "Variance", static n => OfSlab(n, "variance", "Variance"))};");
        w.Line("var f = Coefficients(mixedMean, mixedVariance, parameters, c);");
        using (w.Open("if (lane == 0)"))
        {
            w.Line("moments.SlabMean[k] = mean;\nmoments.SlabVariance[k] = variance;\nmoments.Coefficients[k] = f;\nmoments.Low[k] = (float)(mixedMean - f.X);");
        }

        using var chunks = ChunksAgain(w, threads, "Vectors", ("v", "values"));
        EmitLoads(w, threads, "r", shape.Residual ? "residuals" : null, "Vectors");
        EmitStores(w, shape, threads, "Vectors", static _ => "f");
    }

    /// <summary>A moment that a slab, or the parameters, know by themselves.</summary>
    private static string? OfSlab(Normalizer normalizer, string own, string moment) => normalizer switch
    {
        Normalizer.Instance => own,
        Normalizer.Batch => $"parameters.Running{moment}[c]",
        _ => null,
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
        using var kernel = Kernel(w, "Normalize" + name, OutputParameters + count,
            $"Measures and normalizes {count} in one go, where mean and variance are the {normalizer.ToLowerInvariant()} normalizer's. Reads x{Residual(shape)} once, writes y.");
        EmitOutputViews(w, shape);
        EmitShared(w, threads);
        using var loop = Items(w, threads, "n", count);
        w.Line($"var start = (long)n * {end};\nvar firstChannel = {firstChannel};");
        EmitHeld(w, shape, threads, "v");
        EmitMeasure(w, shape, threads, end, holds: true);
        EmitTotals(w, threads, $"({channels} * S)", $"({channels} * S)");
        w.Line("var high = (float)mean;\nvar low = (float)(mean - high);");
        w.Line($"var inverse = (float)Lanes.InverseRoot(variance + {Literal.Of((double)shape.Plan.Kernel.Epsilon)});");
        using (ChunksAgain(w, threads, end, ("v", "values")))
        {
            EmitLoads(w, threads, "r", shape.Residual ? "residuals" : null, end);
            EmitStores(w, shape, threads, end, static u => $"OfChannel(firstChannel + (i{u} / Vectors), high, low, inverse, parameters)");
        }

        w.Line("\n// For a backward pass: the moments of each slab stand for those that it is normalized by.");
        using (w.Open($"for (var c = lane; c < {channels}; c += lanes)"))
        {
            w.Line($"var k = ((long)n * {channels}) + c;\nmoments.SlabMean[k] = mean;\nmoments.SlabVariance[k] = variance;\nmoments.Low[k] = low;");
            w.Line("moments.Coefficients[k] = OfChannel(firstChannel + c, high, low, inverse, parameters);");
        }

        w.Line();
        using var first = w.Open("if (lane == 0)");
        w.Line($"moments.{normalizer}Mean[n] = mean;\nmoments.{normalizer}Variance[n] = variance;");
    }

    private static void EmitCoefficients(SourceWriter w, GpuShape shape)
    {
        using (Kernel(w, "Coefficients", "double mean, double variance, Parameters parameters, int c",
            "μ_hi, a = γ r, b = β − a (μ − μ_hi) and r = 1/√(σ² + ε) of a slab; μ_hi is μ rounded, so that x − μ_hi loses nothing where the mean is large.", "Float4"))
        {
            w.Line($"var inverse = Lanes.InverseRoot(variance + {Literal.Of((double)shape.Plan.Kernel.Epsilon)});");
            w.Line("var scale = parameters.Gamma[c] * inverse;\nvar center = (float)mean;");
            w.Line("return new Float4(center, (float)scale, (float)(parameters.Beta[c] - (scale * (mean - center))), (float)inverse);");
        }

        if (shape.Plan.Sample is not null || shape.Plan.Group is not null)
        {
            using (Kernel(w, "OfChannel", "int c, float high, float low, float inverse, Parameters parameters",
                "The same of a channel that shares its moments with its neighbours; high is μ_hi, low μ − μ_hi. Behind the last channel, those of it.", "Float4"))
            {
                w.Line("var channel = global::System.Math.Min(c, C - 1);\nvar scale = parameters.Gamma[channel] * inverse;");
                w.Line("return new Float4(high, scale, parameters.Beta[channel] - (scale * low), inverse);");
            }
        }

        var residual = shape.Residual ? "float residual, " : "";
        var t = $"((x - f.X) * f.Y) + f.Z{(shape.Residual ? " + residual" : "")}";
        w.Line();
        w.Line($"private static float Output(float x, {residual}Float4 f) => {(shape.Cpu.HasActivation ? "Activations." : "")}{shape.Cpu.Activate(t)};");
        if (shape.Plan.Width == 4)
        {
            w.Line();
            string Of(string part) => $"Output(x.{part}, {(shape.Residual ? $"residual.{part}, " : "")}f)";
            w.Line($"private static Float4 Output(Float4 x, {residual.Replace("float", "Float4")}Float4 f) =>\n    new({Of("X")}, {Of("Y")}, {Of("Z")}, {Of("W")});");
        }
    }

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
            w.Line($"Values.Store(outputs, start + i{n}, Output(v{n}, {(shape.Residual ? $"r{n}, " : "")}{coefficients(n)}));");
        }
    }

    private static string Residual(GpuShape shape) => shape.Residual ? " and the residual" : "";
}
