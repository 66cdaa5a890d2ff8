using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace SsnGen.Training;

// What no constant of a specialization makes faster: from slabs to the sets of slabs that a normalizer works on, and back.
// Ranges are [first, end) over samples or channels.
public abstract unsafe partial class SsnKernel
{
    /// <summary>
    /// Mean and sum of squared deviations of values that fit the first-level cache. The second pass corrects both for the
    /// rounding of the first.
    /// </summary>
    /// <param name="x">The first value.</param>
    /// <param name="count">How many there are; a constant, at least as many as a vector has lanes.</param>
    /// <param name="prefetches">Whether the second pass fetches the values behind these; a constant.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="squares">The sum of their squared deviations from it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(Inlined)]
    protected static void Measure(float* x, int count, bool prefetches, out double mean, out double squares)
    {
        Vector<float> uncovered = UncoveredLanes(count);
        (Vector<float> s0, Vector<float> s1, Vector<float> s2, Vector<float> s3) = (Zero, Zero, Zero, Zero);
        int i = 0;
        for (; i < count - (4 * Width); i += 4 * Width)
        {
            s0 += Load(x + i);
            s1 += Load(x + i + Width);
            s2 += Load(x + i + (2 * Width));
            s3 += Load(x + i + (3 * Width));
        }

        for (; i < count - Width; i += Width)
        {
            s0 += Load(x + i);
        }

        s1 += Load(x + (count - Width)) & uncovered;
        float center = Sum((s0 + s1) + (s2 + s3)) * (1f / count);
        Vector<float> m = Broadcast(center);
        (s0, s1, s2, s3) = (Zero, Zero, Zero, Zero);
        (Vector<float> q0, Vector<float> q1, Vector<float> q2, Vector<float> q3) = (Zero, Zero, Zero, Zero);
        for (i = 0; i < count - (4 * Width); i += 4 * Width)
        {
            if (prefetches)
            {
                Prefetch(x + i + count, 4 * Width);
            }

            Vector<float> d0 = Load(x + i) - m;
            Vector<float> d1 = Load(x + i + Width) - m;
            Vector<float> d2 = Load(x + i + (2 * Width)) - m;
            Vector<float> d3 = Load(x + i + (3 * Width)) - m;
            s0 += d0;
            s1 += d1;
            s2 += d2;
            s3 += d3;
            q0 = MultiplyAdd(d0, d0, q0);
            q1 = MultiplyAdd(d1, d1, q1);
            q2 = MultiplyAdd(d2, d2, q2);
            q3 = MultiplyAdd(d3, d3, q3);
        }

        for (; i < count - Width; i += Width)
        {
            Vector<float> d = Load(x + i) - m;
            s0 += d;
            q0 = MultiplyAdd(d, d, q0);
        }

        Vector<float> last = (Load(x + (count - Width)) - m) & uncovered;
        double shift = Sum((s0 + (s1 + last)) + (s2 + s3));
        double spread = Sum((q0 + MultiplyAdd(last, last, q1)) + (q2 + q3));
        if (double.IsFinite(spread))
        {
            mean = center + (shift * (1.0 / count));
            squares = Math.Max(0, spread - (shift * shift * (1.0 / count)));
        }
        else
        {
            MeasureWide(x, count, out mean, out squares);
        }
    }

    /// <summary>Writes the moments of layers and groups of samples. Total variance: mean v_in + mean (μ_in − μ)² over the channels.</summary>
    [MethodImpl(Optimized)]
    private void PoolSampleMoments(SsnPass pass, int first, int end)
    {
        var (channels, groups, groupChannels) = (Channels, Groups, Channels / Groups);
        for (var n = first; n < end; n++)
        {
            if (_layer >= 0)
            {
                Pool(pass.SlabMean + (n * channels), pass.SlabVariance + (n * channels), channels, out pass.LayerMean[n], out pass.LayerVariance[n]);
            }

            for (var group = n * groups; _group >= 0 && group < (n + 1) * groups; group++)
            {
                Pool(
                    pass.SlabMean + (group * groupChannels),
                    pass.SlabVariance + (group * groupChannels),
                    groupChannels,
                    out pass.GroupMean[group],
                    out pass.GroupVariance[group]);
            }
        }
    }

    /// <summary>
    /// Writes the moments of channels over the batch. Total variance: mean v_in + mean (μ_in − μ_bn)² over the samples, all channels
    /// abreast as they lie in memory.
    /// </summary>
    [MethodImpl(Optimized)]
    private void PoolBatchMoments(SsnPass pass, int first, int end)
    {
        var (samples, channels) = (pass.Samples, Channels);
        double* mean = pass.BatchMean;
        double* variance = pass.BatchVariance;
        for (var c = first; c < end; c++)
        {
            mean[c] = 0;
            variance[c] = 0;
        }

        for (var n = 0; n < samples; n++)
        {
            double* slabMean = pass.SlabMean + (n * channels);
            for (var c = first; c < end; c++)
            {
                mean[c] += slabMean[c];
            }
        }

        for (var c = first; c < end; c++)
        {
            mean[c] /= samples;
        }

        for (var n = 0; n < samples; n++)
        {
            double* slabMean = pass.SlabMean + (n * channels);
            double* slabVariance = pass.SlabVariance + (n * channels);
            for (var c = first; c < end; c++)
            {
                double deviation = slabMean[c] - mean[c];
                variance[c] += slabVariance[c] + (deviation * deviation);
            }
        }

        for (var c = first; c < end; c++)
        {
            variance[c] /= samples;
        }
    }

    /// <summary>Sums ∂L/∂μ and ∂L/∂σ² over the channels of each sample, and over each of its groups.</summary>
    [MethodImpl(Optimized)]
    private void PoolSampleGradients(SsnPass pass, int first, int end)
    {
        var (channels, groups, groupChannels) = (Channels, Groups, Channels / Groups);
        for (var n = first; n < end; n++)
        {
            if (_layer >= 0)
            {
                pass.LayerMeanGradient[n] = Total(pass.MeanGradient + (n * channels), channels);
                pass.LayerVarianceGradient[n] = Total(pass.VarianceGradient + (n * channels), channels);
            }

            for (var group = n * groups; _group >= 0 && group < (n + 1) * groups; group++)
            {
                pass.GroupMeanGradient[group] = Total(pass.MeanGradient + (group * groupChannels), groupChannels);
                pass.GroupVarianceGradient[group] = Total(pass.VarianceGradient + (group * groupChannels), groupChannels);
            }

            if (_instance >= 0 && pass.WantsRatioGradients)
            {
                pass.InstanceMeanProduct[n] = Dot(pass.MeanGradient + (n * channels), pass.SlabMean + (n * channels), channels);
                pass.InstanceVarianceProduct[n] = Dot(pass.VarianceGradient + (n * channels), pass.SlabVariance + (n * channels), channels);
            }
        }
    }

    /// <summary>
    /// Sums over the batch, ∂β = Σ_n G0, ∂γ = Σ_n r h, and for the batch normalizer Σ_n ∂μ, Σ_n ∂σ², all channels abreast as they lie in
    /// memory.
    /// </summary>
    [MethodImpl(Optimized)]
    private void PoolChannelGradients(SsnPass pass, int first, int end)
    {
        SumOverBatch(pass, pass.GradientSum, pass.BetaSum, first, end);
        SumOverBatch(pass, pass.GradientDot, pass.GammaSum, first, end);
        if (_batch >= 0)
        {
            SumOverBatch(pass, pass.MeanGradient, pass.BatchMeanGradient, first, end);
            SumOverBatch(pass, pass.VarianceGradient, pass.BatchVarianceGradient, first, end);
        }

        for (var c = first; c < end; c++)
        {
            pass.GammaGradient[c] = (float)pass.GammaSum[c];
            pass.BetaGradient[c] = (float)pass.BetaSum[c];
        }
    }

    [MethodImpl(Inlined)]
    private void SumOverBatch(SsnPass pass, double* values, double* sums, int first, int end)
    {
        for (var c = first; c < end; c++)
        {
            sums[c] = 0;
        }

        for (var n = 0; n < pass.Samples; n++)
        {
            double* sample = values + (n * Channels);
            for (var c = first; c < end; c++)
            {
                sums[c] += sample[c];
            }
        }
    }

    /// <summary>
    /// Writes ∂L/∂p and ∂L/∂q, each where it is wanted: ∂p_k = Σ ∂μ μ_k and ∂q_k = Σ ∂σ² v_k over all slabs, from sums over samples,
    /// groups and channels.
    /// </summary>
    private void ComputeRatioGradients(SsnPass pass)
    {
        if (pass.MeanRatioGradient != null)
        {
            for (var k = 0; k < Normalizers.Length; k++)
            {
                pass.MeanRatioGradient[k] = RatioGradient(
                    pass, k, pass.InstanceMeanProduct, pass.LayerMeanGradient, pass.LayerMean, pass.BatchMeanGradient, pass.BatchMean, pass.GroupMeanGradient, pass.GroupMean);
            }
        }

        if (pass.VarianceRatioGradient != null)
        {
            for (var k = 0; k < Normalizers.Length; k++)
            {
                pass.VarianceRatioGradient[k] = RatioGradient(
                    pass, k, pass.InstanceVarianceProduct, pass.LayerVarianceGradient, pass.LayerVariance, pass.BatchVarianceGradient, pass.BatchVariance, pass.GroupVarianceGradient, pass.GroupVariance);
            }
        }
    }

    private double RatioGradient(
        SsnPass pass, int k, double* instanceProduct, double* layerGradient, double* layer, double* batchGradient, double* batch, double* groupGradient, double* group) =>
        Normalizers[k] switch
        {
            Normalizer.Instance => Total(instanceProduct, pass.Samples),
            Normalizer.Layer => Dot(layerGradient, layer, pass.Samples),
            Normalizer.Batch => Dot(batchGradient, batch, Channels),
            Normalizer.Group => Dot(groupGradient, group, pass.Samples * Groups),
            _ => throw new InvalidOperationException($"No gradient of the ratio of {Normalizers[k]}."),
        };

    /// <summary>The moments of a set of slabs, from those of the slabs.</summary>
    [MethodImpl(Inlined)]
    private static void Pool(double* means, double* variances, int count, out double mean, out double variance)
    {
        mean = Total(means, count) / count;
        double m = mean;
        (double s0, double s1) = (0.0, 0.0);
        int i = 0;
        for (; i < count - 1; i += 2)
        {
            (double d0, double d1) = (means[i] - m, means[i + 1] - m);
            s0 += variances[i] + (d0 * d0);
            s1 += variances[i + 1] + (d1 * d1);
        }

        for (; i < count; i++)
        {
            s0 += variances[i] + ((means[i] - m) * (means[i] - m));
        }

        variance = (s0 + s1) / count;
    }

    /// <summary>The sum of values, four of them abreast: one addition need not wait for another.</summary>
    [MethodImpl(Inlined)]
    private static double Total(double* values, int count)
    {
        (double s0, double s1, double s2, double s3) = (0.0, 0.0, 0.0, 0.0);
        int i = 0;
        for (; i < count - 3; i += 4)
        {
            s0 += values[i];
            s1 += values[i + 1];
            s2 += values[i + 2];
            s3 += values[i + 3];
        }

        for (; i < count; i++)
        {
            s0 += values[i];
        }

        return (s0 + s1) + (s2 + s3);
    }

    /// <summary>The sum of products.</summary>
    [MethodImpl(Inlined)]
    private static double Dot(double* left, double* right, int count)
    {
        double total = 0.0;
        for (int i = 0; i < count; i++)
        {
            total += left[i] * right[i];
        }

        return total;
    }
}
