using SsnGen.Generator.Planning.Gpu;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Gpu;

internal static partial class GpuKernelEmitter
{
    private static void EmitSlabMoments(SourceWriter w, GpuShape shape)
    {
        var threads = shape.Plan.Slab;
        using var kernel = Kernel(w, "ComputeSlabMoments", $"{shape.Tensor} x, onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, ssnGpu::GpuSsnGates gates, int slabs, int training",
            "μ_in and v_in of each slab; the first group of threads evaluates the gates meanwhile. Reads x.");
        EmitFirstGroup(w, "global::SsnGen.Gpu.Kernels.GpuGates.Evaluate(gates, parameters, training, order, scratch);");
        EmitViews(w, shape, ("values", "x"));
        EmitShared(w, threads);
        using var loop = Items(w, threads, "k", "slabs", spare: true);
        w.Line("long start = (long)k * Vectors;");
        EmitMeasure(w, shape, threads, "Vectors", holds: false);
        EmitTotals(w, threads, "S", shape.Cpu.Divisor);
        using (w.Open("if (lane == 0)"))
        {
            w.Line("moments.SlabMean[k] = mean;\nmoments.SlabVariance[k] = variance;");
        }
    }

    /// <summary>What one thread of the first group does, while the others are at the slabs.</summary>
    private static void EmitFirstGroup(SourceWriter w, string call)
    {
        w.Line("ilGpu::ArrayView<int> order = ilGpu::SharedMemory.Allocate<int>(K);\nilGpu::ArrayView<double> scratch = ilGpu::SharedMemory.Allocate<double>(3 * K);");
        using (w.Open("if (ilGpu::Grid.IdxX == 0)"))
        {
            using (w.Open("if (ilGpu::Group.IdxX == 0)"))
            {
                w.Line(call);
            }

            w.Line("\nreturn;");
        }

        w.Line();
    }

    /// <summary>Measures what a thread reads: its mean, its squared deviations, and how many values they are of.</summary>
    /// <param name="holds">Whether the vectors are declared already, and stay in registers behind the loop.</param>
    private static void EmitMeasure(SourceWriter w, GpuShape shape, GpuThreadsPlan threads, string end, bool holds)
    {
        w.Line("double ownMean = 0.0;\ndouble ownSquares = 0.0;\nint measured = 0;");
        using (Chunks(w, threads, end))
        {
            EmitLoads(w, shape, threads, "v", "values", end, type: holds ? null : shape.Value);
            w.Line($"int count = {(shape.Plan.Width == 4 ? "4 * " : "")}onGpu::GpuLanes.Count(i0, lanes, {end}, {Literal.Of(threads.Unrolled)});");
            w.Line($"float center = {Total(threads, static u => $"onGpu::GpuValues.Sum(v{u})")} / count;");
            w.Line("float shift = 0f;\nfloat spread = 0f;");
            for (var u = 0; u < threads.Unrolled; u++)
            {
                var n = Literal.Of(u);
                using var valid = w.Open(u == 0 ? null : $"if (i{n} < {end})");
                w.Line($"{shape.Value} d = onGpu::GpuValues.Deviation(v{n}, center);\nshift += onGpu::GpuValues.Sum(d);\nspread += onGpu::GpuValues.Dot(d, d);");
            }

            w.Line("\n// What the rounding of the centre leaves; squares that a float cannot hold are taken again.");
            w.Line("float correction = shift / count;\ndouble chunkMean = (double)center + correction;\ndouble chunkSquares = spread - ((double)shift * correction);");
            using (w.Open("if (!(spread <= float.MaxValue))"))
            {
                w.Line($"chunkMean = {Total(threads, static u => $"onGpu::GpuValues.WideSum(v{u})")} / count;\nchunkSquares = 0.0;");
                for (var u = 0; u < threads.Unrolled; u++)
                {
                    var n = Literal.Of(u);
                    w.Line($"chunkSquares += {(u == 0 ? "" : $"i{n} < {end} ? ")}onGpu::GpuValues.WideSquares(v{n}, chunkMean){(u == 0 ? "" : " : 0.0")};");
                }
            }

            w.Line("\nfloat weight = (float)count / (measured + count);\ndouble difference = chunkMean - ownMean;");
            w.Line("ownMean += difference * weight;");
            w.Line("ownSquares += (chunkSquares < 0.0 ? 0.0 : chunkSquares) + (difference * difference * measured * weight);");
            w.Line("measured += count;");
        }

        w.Line();
    }

    /// <summary>From what the threads have measured to mean and variance, by the law of total variance.</summary>
    private static void EmitTotals(SourceWriter w, GpuThreadsPlan threads, string count, string divisor)
    {
        w.Line($"double mean = {GpuShape.Sum(threads, "ownMean * measured")} * (1.0 / {count});\ndouble deviation = ownMean - mean;");
        w.Line($"double variance = {GpuShape.Sum(threads, "ownSquares + (deviation * deviation * measured)")} * (1.0 / {divisor});");
    }

    private static void EmitPoolMoments(SourceWriter w, GpuShape shape)
    {
        if (!shape.Plan.Pools)
        {
            return;
        }

        using (Kernel(w, "PoolMoments", "onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, int samples, int evaluation",
            "The moments of samples, groups and the batch from those of slabs, by the law of total variance; a warp for each."))
        {
            EmitItemsOfWarps(
                w,
                shape,
                shape.Has(Normalizer.Layer) ? "PoolSet(moments, moments.LayerMean, moments.LayerVariance, item, (long)item * C, 1, C);" : null,
                "PoolSet(moments, moments.GroupMean, moments.GroupVariance, item, (long)item * GroupChannels, 1, GroupChannels);",
                shape.Has(Normalizer.Batch) ? "PoolBatch(moments, parameters, item, samples, evaluation);" : null);
        }

        EmitPoolSet(w);
        if (shape.Has(Normalizer.Batch))
        {
            EmitPoolBatch(w);
        }
    }

    /// <summary>Shares samples, groups and channels, in this order, out over the warps of the grid.</summary>
    private static void EmitItemsOfWarps(SourceWriter w, GpuShape shape, string? sample, string group, string? channel)
    {
        var groups = shape.Has(Normalizer.Group);
        var parts = new List<(string Count, string Call)>();
        if (sample is not null)
        {
            parts.Add(("samples", sample));
        }

        if (groups)
        {
            parts.Add(("samples * G", group));
        }

        if (channel is not null)
        {
            parts.Add(("C", channel));
        }

        w.Line("int items = " + string.Join(" + ", parts.Select(static p => p.Count.Contains('*') ? $"({p.Count})" : p.Count)) + ";");
        using var loop = w.Open("for (int next = onGpu::GpuLanes.WarpIndex; next < items; next += onGpu::GpuLanes.WarpCount)");
        w.Line("int item = next;");
        for (var i = 0; i < parts.Count; i++)
        {
            if (i + 1 < parts.Count)
            {
                using (w.Open($"if (item < {parts[i].Count})"))
                {
                    w.Line(parts[i].Call + "\ncontinue;");
                }

                w.Line($"\nitem -= {parts[i].Count};");
            }
            else
            {
                w.Line(parts[i].Call);
            }
        }
    }

    private static void EmitPoolSet(SourceWriter w)
    {
        using var pool = Kernel(w, "PoolSet", "onGpu::GpuMoments moments, ilGpu::ArrayView<double> means, ilGpu::ArrayView<double> variances, int set, long first, int stride, int count",
            "The slabs of a set, one every stride: mean v_in + mean (μ_in − μ)².");
        w.Line("double sum = 0.0;");
        using (w.Open("for (int n = ilGpu::Warp.LaneIdx; n < count; n += ilGpu::Warp.WarpSize)"))
        {
            w.Line("sum += moments.SlabMean[first + ((long)n * stride)];");
        }

        w.Line("\ndouble mean = onGpu::GpuLanes.WarpSum(sum) / count;\nsum = 0.0;");
        using (w.Open("for (int n = ilGpu::Warp.LaneIdx; n < count; n += ilGpu::Warp.WarpSize)"))
        {
            w.Line("long k = first + ((long)n * stride);\ndouble deviation = moments.SlabMean[k] - mean;\nsum += moments.SlabVariance[k] + (deviation * deviation);");
        }

        w.Line("\ndouble variance = onGpu::GpuLanes.WarpSum(sum) / count;");
        using (w.Open("if (ilGpu::Warp.LaneIdx == 0)"))
        {
            w.Line("means[set] = mean;\nvariances[set] = variance;");
        }
    }

    private static void EmitPoolBatch(SourceWriter w)
    {
        using var pool = Kernel(w, "PoolBatch", "onGpu::GpuMoments moments, ssnGpu::GpuSsnParameters parameters, int c, int samples, int evaluation",
            "One channel of all samples; in evaluation the running moments themselves.");
        using (w.Open("if (evaluation != 0)"))
        {
            using (w.Open("if (ilGpu::Warp.LaneIdx == 0)"))
            {
                w.Line("moments.BatchMean[c] = parameters.RunningMean[c];\nmoments.BatchVariance[c] = parameters.RunningVariance[c];");
            }

            w.Line("\nreturn;");
        }

        w.Line("\nPoolSet(moments, moments.BatchMean, moments.BatchVariance, c, c, C, samples);");
    }
}
