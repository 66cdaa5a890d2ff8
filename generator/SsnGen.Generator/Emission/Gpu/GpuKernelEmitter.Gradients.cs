using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu;

internal static partial class GpuKernelEmitter
{
    private static void EmitSlabGradients(SourceWriter w, GpuShape shape)
    {
        var threads = shape.Plan.Gradient;
        using var kernel = Kernel(w, "ComputeSlabGradients", BackwardParameters(shape) + "onGpu::GpuMoments moments, onGpu::GpuGradientSums sums, int slabs",
            $"G0 = Σ g, r h = Σ g (x − μ) r of each slab. Reads {shape.Cpu.Reads}.");
        EmitBackwardViews(w, shape);
        EmitShared(w, threads);
        using var loop = Items(w, threads, "k", "slabs");
        w.Line("long start = (long)k * Vectors;\nonGpu::Float4 f = moments.Coefficients[k];");
        EmitCollect(w, shape, holds: false);
        EmitSlabSums(w, shape);
    }

    /// <summary>Declares a thread's sums of g and g (x − μ_hi) r, over what it reads.</summary>
    private static void EmitCollect(SourceWriter w, GpuShape shape, bool holds)
    {
        var threads = shape.Plan.Gradient;
        w.Line("double ownSum = 0.0;\ndouble ownDot = 0.0;");
        using (Chunks(w, threads, "Vectors"))
        {
            EmitLoads(w, shape, threads, "v", "values", "Vectors", type: holds ? null : shape.Value);
            EmitLoads(w, shape, threads, "s", shape.Plan.ReadsSaved ? "saves" : null, "Vectors", type: holds ? null : shape.Value);
            EmitLoads(w, shape, threads, "u", "upstreams", "Vectors", type: holds ? null : shape.Value);
            w.Line("float sum = 0f;\nfloat dot = 0f;");
            for (var u = 0; u < threads.Unrolled; u++)
            {
                // Behind the end the upstream gradient is 0.
                using var block = threads.Unrolled == 1 ? default(SourceWriter.Block?) : w.Open(null);
                var n = Literal.Of(u);
                w.Line($"{shape.Value} d = onGpu::GpuValues.Deviation(v{n}, f.X);\n{shape.Value} g = {Gradient(shape, "d", n)};\nsum += onGpu::GpuValues.Sum(g);\ndot += onGpu::GpuValues.Dot(g, onGpu::GpuValues.Scaled(d, f.W));");
            }

            w.Line("\nownSum += sum;\nownDot += dot;");
        }

        w.Line();
    }

    /// <summary>Sums what the threads have, and takes the part of the mean off that μ_hi rounded away.</summary>
    private static void EmitSlabSums(SourceWriter w, GpuShape shape)
    {
        var threads = shape.Plan.Gradient;
        w.Line($"double total = {GpuShape.Sum(threads, "ownSum")};\ndouble product = {GpuShape.Sum(threads, "ownDot")} - ((double)moments.Low[k] * f.W * total);");
        using (w.Open("if (lane == 0)"))
        {
            w.Line("sums.Sum[k] = total;\nsums.Dot[k] = product;");
        }
    }

    private static void EmitPoolGradients(SourceWriter w, GpuShape shape)
    {
        var samples = shape.Has(Normalizer.Layer) || shape.Has(Normalizer.Instance);
        using (Kernel(w, "PoolGradients", "onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, onGpu::GpuGradientSums sums, ssnGpu::GpuSsnGradients gradients, int samples",
            "∂γ = Σ_n r h, ∂β = Σ_n G0, and the sums of ∂μ = −γ r G0 and ∂σ² = −½ γ r³ h over samples, groups and the batch; a warp for each."))
        {
            EmitItemsOfWarps(
                w,
                shape,
                samples ? "PoolSampleGradients(moments, parameters, sums, item);" : null,
                "PoolGroupGradients(moments, parameters, sums, item);",
                "PoolChannelGradients(moments, parameters, sums, gradients, item, samples);");
        }

        if (samples)
        {
            EmitPoolSample(w, shape);
        }

        if (shape.Has(Normalizer.Group))
        {
            EmitPoolGroup(w);
        }

        EmitPoolChannel(w, shape);
        w.Line("\n/// <summary>∂L/∂μ of a slab.</summary>");
        w.Line("private static double MeanGradient(onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, onGpu::GpuGradientSums sums, long k, int c) =>");
        w.Line("    -(double)parameters.Gamma[c] * moments.Coefficients[k].W * sums.Sum[k];");
        using (Kernel(w, "VarianceGradient", "onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, onGpu::GpuGradientSums sums, long k, int c", "∂L/∂σ² of a slab.", "double"))
        {
            w.Line("double r = moments.Coefficients[k].W;\nreturn -0.5 * parameters.Gamma[c] * r * r * sums.Dot[k];");
        }
    }

    private static void EmitPoolSample(SourceWriter w, GpuShape shape)
    {
        using var method = Kernel(w, "PoolSampleGradients", "onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, onGpu::GpuGradientSums sums, int n",
            "Sums over the channels of a sample" + (shape.Has(Normalizer.Instance) ? ", also of what the ratios of the instance normalizer need" : "") + ".");
        var layer = shape.Has(Normalizer.Layer);
        var instance = shape.Has(Normalizer.Instance);
        w.Line(Lines(layer ? "double means = 0.0;\ndouble variances = 0.0;" : null, instance ? "double meanProducts = 0.0;\ndouble varianceProducts = 0.0;" : null));
        using (w.Open("for (int c = ilGpu::Warp.LaneIdx; c < C; c += ilGpu::Warp.WarpSize)"))
        {
            w.Line(Lines(
                "long k = ((long)n * C) + c;\ndouble mean = MeanGradient(moments, parameters, sums, k, c);\ndouble variance = VarianceGradient(moments, parameters, sums, k, c);",
                layer ? "means += mean;\nvariances += variance;" : null,
                instance ? "meanProducts += mean * moments.SlabMean[k];\nvarianceProducts += variance * moments.SlabVariance[k];" : null));
        }

        w.Line();
        EmitWarpSums(w, "n",
            layer ? [("LayerMean", "means"), ("LayerVariance", "variances")] : [],
            instance ? [("InstanceMeanProduct", "meanProducts"), ("InstanceVarianceProduct", "varianceProducts")] : []);
    }

    private static void EmitPoolGroup(SourceWriter w)
    {
        using var method = Kernel(w, "PoolGroupGradients", "onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, onGpu::GpuGradientSums sums, int group", "Sums over the channels of a group.");
        w.Line("int firstChannel = group % G * GroupChannels;\ndouble means = 0.0;\ndouble variances = 0.0;");
        using (w.Open("for (int c = ilGpu::Warp.LaneIdx; c < GroupChannels; c += ilGpu::Warp.WarpSize)"))
        {
            w.Line("long k = ((long)group * GroupChannels) + c;");
            w.Line("means += MeanGradient(moments, parameters, sums, k, firstChannel + c);\nvariances += VarianceGradient(moments, parameters, sums, k, firstChannel + c);");
        }

        w.Line();
        EmitWarpSums(w, "group", [("GroupMean", "means"), ("GroupVariance", "variances")]);
    }

    private static void EmitPoolChannel(SourceWriter w, GpuShape shape)
    {
        using var method = Kernel(w, "PoolChannelGradients", "onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, onGpu::GpuGradientSums sums, ssnGpu::GpuSsnGradients gradients, int c, int samples",
            "Sums over the samples of a channel.");
        var batch = shape.Has(Normalizer.Batch);
        w.Line("double beta = 0.0;\ndouble gamma = 0.0;" + (batch ? "\ndouble means = 0.0;\ndouble variances = 0.0;" : ""));
        using (w.Open("for (int n = ilGpu::Warp.LaneIdx; n < samples; n += ilGpu::Warp.WarpSize)"))
        {
            w.Line(Lines(
                "long k = ((long)n * C) + c;\nbeta += sums.Sum[k];\ngamma += sums.Dot[k];",
                batch ? "means += MeanGradient(moments, parameters, sums, k, c);\nvariances += VarianceGradient(moments, parameters, sums, k, c);" : null));
        }

        w.Line("\nbeta = onGpu::GpuLanes.WarpSum(beta);\ngamma = onGpu::GpuLanes.WarpSum(gamma);");
        using (w.Open("if (ilGpu::Warp.LaneIdx == 0)"))
        {
            w.Line("gradients.Beta[c] = (float)beta;\ngradients.Gamma[c] = (float)gamma;");
        }

        if (batch)
        {
            w.Line();
            EmitWarpSums(w, "c", [("BatchMean", "means"), ("BatchVariance", "variances")]);
        }
    }

    private static string Lines(params string?[] lines) => string.Join("\n", lines.Where(static l => l is not null));

    private static void EmitWarpSums(SourceWriter w, string index, params (string Target, string Value)[][] sums)
    {
        foreach (var (_, value) in sums.SelectMany(static s => s))
        {
            w.Line($"{value} = onGpu::GpuLanes.WarpSum({value});");
        }

        using var first = w.Open("if (ilGpu::Warp.LaneIdx == 0)");
        foreach (var (target, value) in sums.SelectMany(static s => s))
        {
            w.Line($"sums.{target}[{index}] = {value};");
        }
    }

    private static void EmitRatioGradients(SourceWriter w, GpuShape shape)
    {
        using var method = Kernel(w, "DifferentiateRatios",
            "onGpu::GpuMoments moments, onGpu::GpuGradientSums sums, ssnGpu::GpuSsnGates gates, ssnGpu::GpuSsnGradients gradients, int samples, ilGpu::ArrayView<int> order, ilGpu::ArrayView<double> scratch, ilGpu::ArrayView<double> shared",
            "∂p_k = Σ ∂μ μ_k and ∂q_k = Σ ∂σ² v_k over all slabs, from sums over samples, groups and channels; then the gradients of the control parameters.");
        using (w.Open("if (gradients.MeanRatios.Length == 0)"))
        {
            w.Line("return;");
        }

        w.Line();
        foreach (var moment in new[] { "Mean", "Variance" })
        {
            foreach (var n in shape.Plan.Kernel.Omega)
            {
                w.Line($"double {Lower(moment)}{n} = " + n switch
                {
                    Normalizer.Instance => $"onGpu::GpuLanes.GroupTotal(sums.Instance{moment}Product, samples, shared);",
                    Normalizer.Layer => $"onGpu::GpuLanes.GroupDot(sums.Layer{moment}, moments.Layer{moment}, samples, shared);",
                    Normalizer.Batch => $"onGpu::GpuLanes.GroupDot(sums.Batch{moment}, moments.Batch{moment}, C, shared);",
                    Normalizer.Group => $"onGpu::GpuLanes.GroupDot(sums.Group{moment}, moments.Group{moment}, samples * G, shared);",
                    _ => throw new InvalidOperationException($"No emission for {n}."),
                });
            }
        }

        using (w.Open("if (ilGpu::Group.IdxX == 0)"))
        {
            foreach (var moment in new[] { "Mean", "Variance" })
            {
                foreach (var n in shape.Plan.Kernel.Omega)
                {
                    w.Line($"gradients.{moment}Ratios[{n}Ratio] = {Lower(moment)}{n};");
                }
            }

            w.Line("global::SsnGen.Gpu.Kernels.GpuGates.Differentiate(gates, gradients, order, scratch);");
        }

        static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    private static string BackwardParameters(GpuShape shape) => $"{shape.Tensor} x, {shape.Tensor} saved, {shape.Tensor} upstream, ";

    private static void EmitBackwardViews(SourceWriter w, GpuShape shape, bool writes = false) => EmitViews(
        w, shape, ("values", "x"), ("saves", shape.Plan.ReadsSaved ? "saved" : null), ("upstreams", "upstream"),
        ("inputGradients", writes ? "dx" : null), ("residualGradients", writes && shape.Residual ? "dresidual" : null));

    /// <summary>The gradient through the activation of a vector; d is x − μ_hi.</summary>
    private static string Gradient(GpuShape shape, string deviation, string n) =>
        shape.Plan.Kernel.HasActivation ? $"Gradient({deviation}, {(shape.Plan.ReadsSaved ? $"s{n}, " : "")}u{n}, f)" : $"u{n}";
}
