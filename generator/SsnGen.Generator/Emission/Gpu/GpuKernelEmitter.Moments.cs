using SsnGen.Generator.Planning.Gpu;

namespace SsnGen.Generator.Emission.Gpu;

internal static partial class GpuKernelEmitter
{
    private static void EmitSlabMoments(SourceWriter w, GpuShape shape)
    {
        var threads = shape.Plan.Slab;
        using var kernel = Kernel(w, "ComputeSlabMoments", "Tensor x, Moments moments, Parameters parameters, Gates gates, int slabs, int training",
            "μ_in and v_in of each slab; the first group of threads evaluates the gates meanwhile. Reads x.");
        EmitFirstGroup(w, "global::SsnGen.Gpu.Kernels.GpuGates.Evaluate(gates, parameters, training, order, scratch);");
        EmitViews(w, shape, ("values", "x"));
        EmitShared(w, threads);
        using var loop = Items(w, threads, "k", "slabs", spare: true);
        w.Line("var start = (long)k * Vectors;");
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
        w.Line("var order = SharedMemory.Allocate<int>(K);\nvar scratch = SharedMemory.Allocate<double>(3 * K);");
        using (w.Open("if (Grid.IdxX == 0)"))
        {
            using (w.Open("if (Group.IdxX == 0)"))
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
        w.Line("var ownMean = 0.0;\nvar ownSquares = 0.0;\nvar measured = 0;");
        using (Chunks(w, threads, end))
        {
            EmitLoads(w, threads, "v", "values", end, declares: !holds);
            w.Line($"var count = {(shape.Plan.Width == 4 ? "4 * " : "")}Lanes.Count(i0, lanes, {end}, {Literal.Of(threads.Unrolled)});");
            w.Line($"var center = {Total(threads, static u => $"Values.Sum(v{u})")} / count;");
            w.Line("var shift = 0f;\nvar spread = 0f;");
            for (var u = 0; u < threads.Unrolled; u++)
            {
                var n = Literal.Of(u);
                using var valid = w.Open(u == 0 ? null : $"if (i{n} < {end})");
                w.Line($"var d = Values.Deviation(v{n}, center);\nshift += Values.Sum(d);\nspread += Values.Dot(d, d);");
            }

            w.Line("\n// What the rounding of the centre leaves; squares that a float cannot hold are taken again.");
            w.Line("var correction = shift / count;\nvar chunkMean = (double)center + correction;\nvar chunkSquares = spread - ((double)shift * correction);");
            using (w.Open("if (!(spread <= float.MaxValue))"))
            {
                w.Line($"chunkMean = {Total(threads, static u => $"Values.WideSum(v{u})")} / count;\nchunkSquares = 0.0;");
                for (var u = 0; u < threads.Unrolled; u++)
                {
                    var n = Literal.Of(u);
                    w.Line($"chunkSquares += {(u == 0 ? "" : $"i{n} < {end} ? ")}Values.WideSquares(v{n}, chunkMean){(u == 0 ? "" : " : 0.0")};");
                }
            }

            w.Line("\nvar weight = (float)count / (measured + count);\nvar difference = chunkMean - ownMean;");
            w.Line("ownMean += difference * weight;");
            w.Line("ownSquares += (chunkSquares < 0.0 ? 0.0 : chunkSquares) + (difference * difference * measured * weight);");
            w.Line("measured += count;");
        }

        w.Line();
    }

    /// <summary>From what the threads have measured to mean and variance, by the law of total variance.</summary>
    private static void EmitTotals(SourceWriter w, GpuThreadsPlan threads, string count, string divisor)
    {
        w.Line($"var mean = {GpuShape.Sum(threads, "ownMean * measured")} * (1.0 / {count});\nvar deviation = ownMean - mean;");
        w.Line($"var variance = {GpuShape.Sum(threads, "ownSquares + (deviation * deviation * measured)")} * (1.0 / {divisor});");
    }

    private static void EmitPoolMoments(SourceWriter w, GpuShape shape)
    {
        if (!shape.Pools)
        {
            return;
        }

        using (Kernel(w, "PoolMoments", "Moments moments, Parameters parameters, int samples, int evaluation",
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

        w.Line("var items = " + string.Join(" + ", parts.Select(static p => p.Count.Contains('*') ? $"({p.Count})" : p.Count)) + ";");
        using var loop = w.Open("for (var next = Lanes.WarpIndex; next < items; next += Lanes.WarpCount)");
        w.Line("var item = next;");
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
        using var pool = Kernel(w, "PoolSet", "Moments moments, Doubles means, Doubles variances, int set, long first, int stride, int count",
            "The slabs of a set, one every stride: mean v_in + mean (μ_in − μ)².");
        w.Line("var sum = 0.0;");
        using (w.Open("for (var n = Warp.LaneIdx; n < count; n += Warp.WarpSize)"))
        {
            w.Line("sum += moments.SlabMean[first + ((long)n * stride)];");
        }

        w.Line("\nvar mean = Lanes.WarpSum(sum) / count;\nsum = 0.0;");
        using (w.Open("for (var n = Warp.LaneIdx; n < count; n += Warp.WarpSize)"))
        {
            w.Line("var k = first + ((long)n * stride);\nvar deviation = moments.SlabMean[k] - mean;\nsum += moments.SlabVariance[k] + (deviation * deviation);");
        }

        w.Line("\nvar variance = Lanes.WarpSum(sum) / count;");
        using (w.Open("if (Warp.LaneIdx == 0)"))
        {
            w.Line("means[set] = mean;\nvariances[set] = variance;");
        }
    }

    private static void EmitPoolBatch(SourceWriter w)
    {
        using var pool = Kernel(w, "PoolBatch", "Moments moments, Parameters parameters, int c, int samples, int evaluation",
            "One channel of all samples; in evaluation the running moments themselves.");
        using (w.Open("if (evaluation != 0)"))
        {
            using (w.Open("if (Warp.LaneIdx == 0)"))
            {
                w.Line("moments.BatchMean[c] = parameters.RunningMean[c];\nmoments.BatchVariance[c] = parameters.RunningVariance[c];");
            }

            w.Line("\nreturn;");
        }

        w.Line("\nPoolSet(moments, moments.BatchMean, moments.BatchVariance, c, c, C, samples);");
    }
}
