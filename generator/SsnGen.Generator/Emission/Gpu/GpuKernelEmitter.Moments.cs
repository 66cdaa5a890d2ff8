using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Gpu;

internal static partial class GpuKernelEmitter
{
    private static void EmitSlabMoments(SourceWriter w, GpuShape shape)
    {
        using var kernel = Kernel(w, "ComputeSlabMoments(Floats x, Moments moments, int slabs)", "μ_in and v_in of each slab. Reads x.");
        w.Line($"var values = {View(shape, "x")};");
        if (shape.IsGroupPerSlab)
        {
            w.Line("var shared = global::ILGPU.SharedMemory.Allocate<double>(Lanes.MostWarps);");
        }

        using var loop = Slabs(w, shape);
        w.Line("var mean = 0.0;\nvar squares = 0.0;\nvar measured = 0;");
        using (Chunks(w, shape))
        {
            EmitLoads(w, shape, "v", "values");
            w.Line($"var count = {Literal.Of(shape.Width)} * global::System.Math.Min({Literal.Of(shape.Unrolled)} * lanes, Vectors - first);");
            w.Line($"var center = (float)({shape.Sum(Total(shape, static u => $"Lanes.Sum(v{u})"))} / count);");
            w.Line("var shift = 0f;\nvar spread = 0f;");
            for (var u = 0; u < shape.Unrolled; u++)
            {
                using var valid = w.Open($"if (i{Literal.Of(u)} < Vectors)");
                w.Line($"var d = Lanes.Deviation(v{Literal.Of(u)}, center);\nshift += Lanes.Sum(d);\nspread += Lanes.Squares(d);");
            }

            w.Line();
            w.Line($"var correction = {shape.Sum("shift")} / count;\nvar chunkMean = center + correction;");
            w.Line($"var chunkSquares = {shape.Sum("spread")} - (correction * correction * count);");
            EmitWideChunk(w, shape);
            w.Line("var weight = (double)count / (measured + count);\nvar difference = chunkMean - mean;");
            w.Line("mean += difference * weight;");
            w.Line("squares += (chunkSquares < 0 ? 0 : chunkSquares) + (difference * difference * measured * weight);");
            w.Line("measured += count;");
        }

        w.Line();
        using (w.Open("if (lane == 0)"))
        {
            w.Line($"moments.SlabMean[k] = mean;\nmoments.SlabVariance[k] = squares / {(shape.Plan.Bessel ? "(S - 1)" : "S")};");
        }
    }

    private static void EmitWideChunk(SourceWriter w, GpuShape shape)
    {
        w.Line("\n// Squares that a float cannot hold; all threads agree on whether it is so.");
        using (w.Open("if (!(chunkSquares <= float.MaxValue))"))
        {
            w.Line($"chunkMean = {shape.Sum(Total(shape, static u => $"Lanes.WideSum(v{u})"))} / count;");
            w.Line("var wide = 0.0;");
            for (var u = 0; u < shape.Unrolled; u++)
            {
                w.Line($"wide += i{Literal.Of(u)} < Vectors ? Lanes.WideSquares(v{Literal.Of(u)}, chunkMean) : 0;");
            }

            w.Line($"chunkSquares = {shape.Sum("wide")};");
        }

        w.Line();
    }

    private static void EmitSampleMoments(SourceWriter w, GpuShape shape)
    {
        if (!shape.Has(Normalizer.Layer) && !shape.Has(Normalizer.Group))
        {
            return;
        }

        using (Kernel(w, "PoolSampleMoments(Moments moments, int samples)", "Total variance: mean v_in + mean (μ_in − μ)² over the channels; a warp for each set."))
        {
            if (shape.Has(Normalizer.Layer))
            {
                w.Line("Pool(moments.SlabMean, moments.SlabVariance, moments.LayerMean, moments.LayerVariance, samples, C);");
            }

            if (shape.Has(Normalizer.Group))
            {
                w.Line("Pool(moments.SlabMean, moments.SlabVariance, moments.GroupMean, moments.GroupVariance, samples * G, GroupChannels);");
            }
        }

        using var pool = Kernel(
            w, "Pool(\n    Doubles slabMeans,\n    Doubles slabVariances,\n    Doubles means,\n    Doubles variances,\n    int sets,\n    int channels)", "The moments of sets of neighbouring slabs.");
        using var loop = w.Open("for (var set = Lanes.WarpIndex; set < sets; set += Lanes.WarpCount)");
        w.Line("var start = (long)set * channels;\nvar sum = 0.0;");
        using (w.Open("for (var c = Warp.LaneIdx; c < channels; c += Warp.WarpSize)"))
        {
            w.Line("sum += slabMeans[start + c];");
        }

        w.Line("\nvar mean = Lanes.WarpSum(sum) / channels;\nsum = 0;");
        using (w.Open("for (var c = Warp.LaneIdx; c < channels; c += Warp.WarpSize)"))
        {
            w.Line("var deviation = slabMeans[start + c] - mean;\nsum += slabVariances[start + c] + (deviation * deviation);");
        }

        w.Line("\nvar variance = Lanes.WarpSum(sum) / channels;");
        using (w.Open("if (Warp.LaneIdx == 0)"))
        {
            w.Line("means[set] = mean;\nvariances[set] = variance;");
        }
    }

    private static void EmitBatchMoments(SourceWriter w, GpuShape shape)
    {
        if (!shape.Has(Normalizer.Batch))
        {
            return;
        }

        using var kernel = Kernel(w, "PoolBatchMoments(Moments moments, Parameters parameters, int samples, int evaluation)",
            "Total variance over the samples, which moves the running moments; in evaluation the running moments themselves.");
        using var loop = Items(w, "c", "C");
        using (w.Open("if (evaluation != 0)"))
        {
            w.Line("moments.BatchMean[c] = parameters.RunningMean[c];\nmoments.BatchVariance[c] = parameters.RunningVariance[c];\ncontinue;");
        }

        w.Line("\nvar mean = 0.0;");
        using (w.Open("for (var n = 0; n < samples; n++)"))
        {
            w.Line("mean += moments.SlabMean[((long)n * C) + c];");
        }

        w.Line("\nmean /= samples;\nvar variance = 0.0;");
        using (w.Open("for (var n = 0; n < samples; n++)"))
        {
            w.Line("var deviation = moments.SlabMean[((long)n * C) + c] - mean;\nvariance += moments.SlabVariance[((long)n * C) + c] + (deviation * deviation);");
        }

        w.Line("\nvariance /= samples;\nmoments.BatchMean[c] = mean;\nmoments.BatchVariance[c] = variance;");
        w.Line("parameters.RunningMean[c] = (float)(parameters.RunningMean[c] + (parameters.Momentum * (mean - parameters.RunningMean[c])));");
        w.Line("parameters.RunningVariance[c] = (float)(parameters.RunningVariance[c] + (parameters.Momentum * (variance - parameters.RunningVariance[c])));");
    }
}
