using System.ComponentModel;
using SsnGen.Networks;

namespace SsnGen.Inference;

/// <summary>
/// Prepares what is left of a layer's normalization after training: importance ratios, and everything that running
/// moments contribute. Generated networks use it when they load.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record NormalizationPacking
{
    private const int Block = 16;

    /// <summary>The prefix of the parameters' names, such as <c>Stem.norm</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Channels.</summary>
    public required int Channels { get; init; }

    /// <summary>The normalizers Ω of the layer, in the order of <see cref="Normalizer"/>.</summary>
    public required IReadOnlyList<Normalizer> Normalizers { get; init; }

    /// <summary>What training chose, or null for a mixture.</summary>
    public Selection? Selection { get; init; }

    /// <summary>Whether mean and variance share one vector of control parameters.</summary>
    public bool SharedRatios { get; init; }

    /// <summary>The gate from control parameters to importance ratios.</summary>
    public Gate Gate { get; init; }

    /// <summary>Added to the variance before the square root.</summary>
    public required float Epsilon { get; init; }

    private int BatchIndex => Normalizers.ToList().IndexOf(Normalizer.Batch);

    private bool IsMixture => Selection is null && Normalizers.Count > 1;

    /// <summary>Scale and shift of each channel where running moments are all there is: a = γ/√(v + ε), b = β − a·μ.</summary>
    internal (double Scale, double Shift)[] RunningAffine(NetworkWeights weights)
    {
        var result = new (double, double)[Channels];
        var parts = Parts(weights);
        for (var c = 0; c < Channels; c++)
        {
            var scale = parts.Gamma[c] / Math.Sqrt(parts.Variance[c]);
            result[c] = (scale, parts.Beta[c] - (scale * parts.Mean[c]));
        }

        return result;
    }

    /// <summary>Values that running moments are packed to.</summary>
    /// <param name="channels">Channels.</param>
    public static int AffineLength(int channels) => 3 * Padded(channels);

    /// <summary>Packs running moments as t = (x − centre)·scale + shift.</summary>
    /// <param name="weights">The weights of the network.</param>
    /// <param name="packed">Receives centre, scale and shift: one value each per channel, padded to blocks of 16 by zeros.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public void PackAffine(NetworkWeights weights, Span<float> packed)
    {
        var padded = Padded(Channels);
        PackedSpans.RequireLength(packed, AffineLength(Channels), Path, nameof(packed));
        packed.Clear();
        var parts = Parts(weights);
        for (var c = 0; c < Channels; c++)
        {
            // The part of the mean that a float cannot hold goes into the shift: no cancellation when it is large.
            var centre = (float)parts.Mean[c];
            var scale = parts.Gamma[c] / Math.Sqrt(parts.Variance[c]);
            packed[c] = centre;
            packed[padded + c] = (float)scale;
            packed[(2 * padded) + c] = (float)(parts.Beta[c] - (scale * (parts.Mean[c] - centre)));
        }
    }

    /// <summary>Packs what a normalization by moments of the sample computes with.</summary>
    /// <param name="weights">The weights of the network.</param>
    /// <param name="packed">
    /// Receives γ, β, the running part of the mean, and ε plus the running part of the variance: one value each per
    /// channel, padded to blocks of 16 by zeros; for a mixture then the ratios of the means and those of the variances.
    /// </param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public void Pack(NetworkWeights weights, Span<double> packed)
    {
        var padded = Padded(Channels);
        PackedSpans.RequireLength(packed, (4 * padded) + (IsMixture ? 2 * Normalizers.Count : 0), Path, nameof(packed));
        packed.Clear();
        var parts = Parts(weights);
        parts.Gamma.CopyTo(packed);
        parts.Beta.CopyTo(packed[padded..]);
        parts.Mean.CopyTo(packed[(2 * padded)..]);
        parts.Variance.CopyTo(packed[(3 * padded)..]);
        if (IsMixture)
        {
            parts.MeanRatios.CopyTo(packed[(4 * padded)..]);
            parts.VarianceRatios.CopyTo(packed[((4 * padded) + Normalizers.Count)..]);
        }
    }

    /// <summary>γ ("weight") or β ("bias") of each channel.</summary>
    /// <param name="weights">The weights of the network.</param>
    /// <param name="part">Which of them.</param>
    /// <exception cref="Files.WeightsException">The tensor is missing or has another shape.</exception>
    public float[] Affine(NetworkWeights weights, string part)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Get(Path + "." + part, Channels);
    }

    /// <summary>The running moments of each channel, empty without a batch normalizer, zeros where its ratio is 0 and they need not exist.</summary>
    /// <param name="weights">The weights of the network.</param>
    /// <param name="meanRatios">The importance ratios of the means.</param>
    /// <param name="varianceRatios">The importance ratios of the variances.</param>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public (float[] Mean, float[] Variance) Running(NetworkWeights weights, double[] meanRatios, double[] varianceRatios)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(meanRatios);
        ArgumentNullException.ThrowIfNull(varianceRatios);
        var batch = BatchIndex;
        return batch < 0 ? ([], []) : (Read(meanRatios, "running_mean"), Read(varianceRatios, "running_var"));

        float[] Read(double[] ratios, string part) => ratios[batch] != 0 ? weights.Get(Path + "." + part, Channels) : new float[Channels];
    }

    private (double[] Gamma, double[] Beta, double[] Mean, double[] Variance, double[] MeanRatios, double[] VarianceRatios) Parts(NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (p, q) = Ratios(weights);
        var batch = BatchIndex;
        var (mean, variance) = (new double[Channels], new double[Channels]);
        var running = Running(weights, p, q);
        for (var c = 0; c < Channels; c++)
        {
            mean[c] = batch < 0 ? 0 : p[batch] * running.Mean[c];
            variance[c] = (batch < 0 ? 0 : q[batch] * running.Variance[c]) + Epsilon;
        }

        return (Doubles(weights, "weight"), Doubles(weights, "bias"), mean, variance, p, q);
    }

    private double[] Doubles(NetworkWeights weights, string part) => Array.ConvertAll(Affine(weights, part), static v => (double)v);

    /// <summary>The importance ratios of the means and of the variances: one-hot where a pair is selected or the weights say that it is fixed.</summary>
    /// <param name="weights">The weights of the network.</param>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public (double[] Mean, double[] Variance) Ratios(NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new LayerRatios
        {
            Path = Path,
            Normalizers = Normalizers,
            Gate = Gate,
            SharedRatios = SharedRatios,
            Selection = Selection,
        }.Evaluate(weights);
    }

    private static int Padded(int channels) => (channels + Block - 1) / Block * Block;
}
