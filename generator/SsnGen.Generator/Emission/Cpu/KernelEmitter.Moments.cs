using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

internal static partial class KernelEmitter
{
    private static void EmitSlabMoments(SourceWriter w, KernelShape shape)
    {
        using var method = Method(w, "ComputeSlabMoments", shape.Plan.SlabSize == 1
            ? "A slab of one value is its mean; its variance is 0."
            : $"μ_in = mean x, v_in = Σ (x − μ_in)² / {(shape.Plan.Bessel ? "(S − 1)" : "S")}. Reads x.");
        using var loop = w.Open("for (int k = first; k < limit; k++)");
        if (shape.Plan.IsRow)
        {
            w.Line("pass.SlabMean[k] = pass.X[k];\npass.SlabVariance[k] = 0;");
            return;
        }

        w.Line("float* x = pass.X + ((long)k * S);");
        if (shape.Plan.IsVector && shape.Plan.Blocks > 1)
        {
            w.Line("Measure(x, Block, out double mean, out double squares);");
            if (shape.Plan.Blocks > 2)
            {
                using var blocks = w.Open("for (int start = Block; start < S - LastBlock; start += Block)");
                w.Line("Measure(x + start, Block, out double blockMean, out double blockSquares);");
                w.Line("Merge(start, ref mean, ref squares, Block, blockMean, blockSquares);");
            }

            w.Line("Measure(x + (S - LastBlock), LastBlock, out double lastMean, out double lastSquares);");
            w.Line("Merge(S - LastBlock, ref mean, ref squares, LastBlock, lastMean, lastSquares);");
        }
        else
        {
            w.Line(shape.Plan.IsVector ? "Measure(x, S, out double mean, out double squares);" : "MeasureWide(x, S, out double mean, out double squares);");
        }

        w.Line("pass.SlabMean[k] = mean;");
        w.Line($"pass.SlabVariance[k] = squares * (1.0 / {shape.Divisor});");
    }

    private static void EmitSampleMoments(SourceWriter w, KernelShape shape)
    {
        if (!shape.Plan.Has(Normalizer.Layer) && !shape.Plan.Has(Normalizer.Group))
        {
            return;
        }

        using var method = Method(w, "PoolSampleMoments", "Total variance: mean v_in + mean (μ_in − μ)² over the channels.");
        using var loop = w.Open("for (int n = first; n < limit; n++)");
        if (shape.Plan.Has(Normalizer.Layer))
        {
            w.Line("Pool(pass.SlabMean + (n * C), pass.SlabVariance + (n * C), C, out pass.LayerMean[n], out pass.LayerVariance[n]);");
        }

        if (shape.Plan.Has(Normalizer.Group))
        {
            using var groups = w.Open("for (int group = n * G; group < (n + 1) * G; group++)");
            w.Line("Pool(\n    pass.SlabMean + (group * GroupChannels),\n    pass.SlabVariance + (group * GroupChannels),\n    GroupChannels,\n"
                + "    out pass.GroupMean[group],\n    out pass.GroupVariance[group]);");
        }
    }

    private static void EmitBatchMoments(SourceWriter w, KernelShape shape)
    {
        if (!shape.Plan.Has(Normalizer.Batch))
        {
            return;
        }

        using var method = Method(w, "PoolBatchMoments",
            "Total variance: mean v_in + mean (μ_in − μ_bn)² over the samples, all channels abreast as they lie in memory.");
        w.Line("double* mean = pass.BatchMean;\ndouble* variance = pass.BatchVariance;");
        using (w.Open("for (int c = first; c < limit; c++)"))
        {
            w.Line("mean[c] = 0;\nvariance[c] = 0;");
        }

        w.Line();
        using (w.Open("for (int n = 0; n < pass.Samples; n++)"))
        {
            w.Line("double* slabMean = pass.SlabMean + (n * C);");
            using var channels = w.Open("for (int c = first; c < limit; c++)");
            w.Line("mean[c] += slabMean[c];");
        }

        w.Line();
        using (w.Open("for (int c = first; c < limit; c++)"))
        {
            w.Line("mean[c] /= pass.Samples;");
        }

        w.Line();
        using (w.Open("for (int n = 0; n < pass.Samples; n++)"))
        {
            w.Line("double* slabMean = pass.SlabMean + (n * C);\ndouble* slabVariance = pass.SlabVariance + (n * C);");
            using var channels = w.Open("for (int c = first; c < limit; c++)");
            w.Line("double deviation = slabMean[c] - mean[c];");
            w.Line("variance[c] += slabVariance[c] + (deviation * deviation);");
        }

        w.Line();
        using (w.Open("for (int c = first; c < limit; c++)"))
        {
            w.Line("variance[c] /= pass.Samples;");
        }
    }

    private static void EmitMixture(SourceWriter w, KernelShape shape)
    {
        using var method = Helper(w, $"double Mixture(double* ratios, {string.Join(", ", shape.Plan.Omega.Select(static n => "double " + Camel(n)))})",
            "The sum of moments weighted by their ratios, of which those with ratio 0 do not count.");
        w.Line("return " + string.Join("\n    + ", shape.Plan.Omega.Select(static n => $"Weighted(ratios[{n}Ratio], {Camel(n)})")) + ";");
    }

    private static string Camel(Normalizer normalizer) => normalizer switch
    {
        Normalizer.Instance => "instance",
        Normalizer.Layer => "layer",
        Normalizer.Batch => "batch",
        _ => "group",
    };

    /// <summary>One moment of each normalizer at slab k of sample n and channel c, as arguments of Mixture.</summary>
    private static string Moments(KernelShape shape, string moment) => string.Join(", ", shape.Plan.Omega.Select(n => n switch
    {
        Normalizer.Instance => $"pass.Slab{moment}[k]",
        Normalizer.Layer => $"pass.Layer{moment}[n]",
        Normalizer.Batch => $"pass.Batch{moment}[c]",
        _ => $"pass.Group{moment}[k / GroupChannels]",
    }));

    /// <summary>Declares the sample and the channel of slab k, as far as they are used.</summary>
    private static void EmitPlace(SourceWriter w, KernelShape shape, bool needsSample, bool needsChannel)
    {
        if (needsSample || (needsChannel && shape.Plan.Channels > 1))
        {
            w.Line("int n = k / C;");
        }

        if (needsChannel)
        {
            w.Line(shape.Plan.Channels > 1 ? "int c = k - (n * C);" : "const int c = 0;");
        }
    }

    private static void EmitPool(SourceWriter w, KernelShape shape)
    {
        if (!shape.Plan.Has(Normalizer.Layer) && !shape.Plan.Has(Normalizer.Group))
        {
            return;
        }

        using var method = Helper(w, "void Pool(double* means, double* variances, int count, out double mean, out double variance)",
            "The moments of a set of slabs, from those of the slabs.");
        w.Line("mean = Total(means, count) / count;\ndouble m = mean;\n(double s0, double s1) = (0.0, 0.0);\nint i = 0;");
        using (w.Open("for (; i < count - 1; i += 2)"))
        {
            w.Line("(double d0, double d1) = (means[i] - m, means[i + 1] - m);\ns0 += variances[i] + (d0 * d0);\ns1 += variances[i + 1] + (d1 * d1);");
        }

        w.Line();
        using (w.Open("for (; i < count; i++)"))
        {
            w.Line("s0 += variances[i] + ((means[i] - m) * (means[i] - m));");
        }

        w.Line("\nvariance = (s0 + s1) / count;");
    }

    private static void EmitMeasure(SourceWriter w, KernelShape shape)
    {
        using var method = Helper(w, "void Measure(float* x, int count, out double mean, out double squares)",
            "Mean and sum of squared deviations of values that fit the first-level cache. The second pass corrects both for the\nrounding of the first" + (shape.Plan.Prefetches ? ", and meanwhile fetches the values behind these." : "."));
        w.Line("vN::Vector<float> uncovered = UncoveredLanes(count);");
        w.Line("(vN::Vector<float> s0, vN::Vector<float> s1, vN::Vector<float> s2, vN::Vector<float> s3) = (Zero, Zero, Zero, Zero);");
        w.Line("int i = 0;");
        using (w.Open("for (; i < count - (4 * Width); i += 4 * Width)"))
        {
            w.Line("s0 += Load(x + i);\ns1 += Load(x + i + Width);\ns2 += Load(x + i + (2 * Width));\ns3 += Load(x + i + (3 * Width));");
        }

        w.Line();
        using (w.Open("for (; i < count - Width; i += Width)"))
        {
            w.Line("s0 += Load(x + i);");
        }

        w.Line("\ns1 += Load(x + (count - Width)) & uncovered;");
        w.Line("float center = Sum((s0 + s1) + (s2 + s3)) * (1f / count);\nvN::Vector<float> m = Broadcast(center);");
        w.Line("(s0, s1, s2, s3) = (Zero, Zero, Zero, Zero);");
        w.Line("(vN::Vector<float> q0, vN::Vector<float> q1, vN::Vector<float> q2, vN::Vector<float> q3) = (Zero, Zero, Zero, Zero);");
        using (w.Open("for (i = 0; i < count - (4 * Width); i += 4 * Width)"))
        {
            if (shape.Plan.Prefetches)
            {
                w.Line("Prefetch(x + i + count, 4 * Width);");
            }

            w.Line("vN::Vector<float> d0 = Load(x + i) - m;\nvN::Vector<float> d1 = Load(x + i + Width) - m;\nvN::Vector<float> d2 = Load(x + i + (2 * Width)) - m;\nvN::Vector<float> d3 = Load(x + i + (3 * Width)) - m;");
            w.Line("s0 += d0;\ns1 += d1;\ns2 += d2;\ns3 += d3;");
            w.Line("q0 = MultiplyAdd(d0, d0, q0);\nq1 = MultiplyAdd(d1, d1, q1);\nq2 = MultiplyAdd(d2, d2, q2);\nq3 = MultiplyAdd(d3, d3, q3);");
        }

        w.Line();
        using (w.Open("for (; i < count - Width; i += Width)"))
        {
            w.Line("vN::Vector<float> d = Load(x + i) - m;\ns0 += d;\nq0 = MultiplyAdd(d, d, q0);");
        }

        w.Line("\nvN::Vector<float> last = (Load(x + (count - Width)) - m) & uncovered;");
        w.Line("double shift = Sum((s0 + (s1 + last)) + (s2 + s3));");
        w.Line("double spread = Sum((q0 + MultiplyAdd(last, last, q1)) + (q2 + q3));");
        using (w.Open("if (double.IsFinite(spread))"))
        {
            w.Line("mean = center + (shift * (1.0 / count));");
            w.Line("squares = global::System.Math.Max(0, spread - (shift * shift * (1.0 / count)));");
        }

        using (w.Open("else"))
        {
            w.Line("MeasureWide(x, count, out mean, out squares);");
        }
    }

    private static void EmitSteps(SourceWriter w, KernelShape shape)
    {
        EmitPool(w, shape);
        if (shape.Plan.IsVector)
        {
            EmitMeasure(w, shape);
        }

        EmitOutputStep(w, shape);
        EmitGradientStep(w, shape);
    }
}
