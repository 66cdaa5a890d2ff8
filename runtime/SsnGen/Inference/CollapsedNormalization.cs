using System.ComponentModel;
using System.Runtime.InteropServices;
using SsnGen.Networks;

namespace SsnGen.Inference;

/// <summary>
/// What is left of a layer's normalization after training: importance ratios, the affine parameters, and everything that running
/// moments contribute. Whatever a network runs on, or is exported to, computes with it; only <see cref="ReferenceEvaluation"/>, which
/// it is verified against, does not.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CollapsedNormalization
{
    private readonly NetworkWeights _weights;
    private readonly int _batch;

    /// <summary>Reads the weights of a layer's normalization.</summary>
    /// <param name="layer">The layer, as compiled.</param>
    /// <param name="weights">The weights of the network.</param>
    /// <exception cref="ArgumentException">The layer has no normalization.</exception>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public CollapsedNormalization(Layer layer, NetworkWeights weights)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(weights);
        Layer = layer;
        Normalization = layer.Normalization ?? throw new ArgumentException($"Layer {layer.Path} has no normalization.", nameof(layer));
        _weights = weights;
        _batch = Normalization.Normalizers.IndexOf(Normalizer.Batch);
        (MeanRatios, VarianceRatios) = LayerRatios.Of(layer, Normalization).Evaluate(weights);
        Gamma = weights.Get(Path + ".weight", Channels);
        Beta = weights.Get(Path + ".bias", Channels);
        RunningMean = Running(MeanRatios, NetworkTensors.RunningMean);
        RunningVariance = Running(VarianceRatios, NetworkTensors.RunningVariance);
    }

    /// <summary>The layer.</summary>
    public Layer Layer { get; }

    /// <summary>Its normalization.</summary>
    public Normalization Normalization { get; }

    /// <summary>Whether importance ratios weigh several normalizers.</summary>
    public bool IsMixture => Normalization.Selection is null && Normalization.Normalizers.Length > 1;

    /// <summary>The importance ratios of the means, in the order of the normalizers: one-hot where a pair is selected or the weights say that it is fixed.</summary>
    public double[] MeanRatios { get; }

    /// <summary>Those of the variances.</summary>
    public double[] VarianceRatios { get; }

    /// <summary>γ of each channel.</summary>
    public float[] Gamma { get; }

    /// <summary>β of each channel.</summary>
    public float[] Beta { get; }

    /// <summary>The running mean of each channel; empty without a batch normalizer, zeros where its ratio is 0 and it need not exist.</summary>
    public float[] RunningMean { get; }

    /// <summary>The running variance of each channel, likewise.</summary>
    public float[] RunningVariance { get; }

    private int Channels => Layer.Output.Channels;

    private string Path => Layer.Path + NetworkTensors.Norm;

    /// <summary>What running moments contribute to the mean of a channel.</summary>
    /// <param name="channel">Which.</param>
    public double Mean(int channel) => _batch < 0 ? 0 : MeanRatios[_batch] * RunningMean[channel];

    /// <summary>ε plus what running moments contribute to the variance of a channel.</summary>
    /// <param name="channel">Which.</param>
    public double Variance(int channel) => (_batch < 0 ? 0 : VarianceRatios[_batch] * RunningVariance[channel]) + Normalization.Epsilon;

    /// <summary>a = γ/√(v + ε) of a channel, where running moments are all there is.</summary>
    /// <param name="channel">Which.</param>
    public double Scale(int channel) => Gamma[channel] / Math.Sqrt(Variance(channel));

    /// <summary>b = β − a·μ of a channel, where running moments are all there is.</summary>
    /// <param name="channel">Which.</param>
    public double Shift(int channel) => Beta[channel] - (Scale(channel) * Mean(channel));

    /// <summary>Whether running moments are all there is.</summary>
    public bool IsRunning => _batch >= 0 && MeanRatios[_batch] == 1 && VarianceRatios[_batch] == 1;

    /// <summary>Values that <see cref="PackAffine"/> writes.</summary>
    public int AffineLength => 3 * ChannelBlock.Padded(Channels);

    /// <summary>Packs running moments as t = (x − centre)·scale + shift.</summary>
    /// <param name="packed">Receives centre, scale and shift: one value each per channel, padded to blocks of 16 by zeros.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    /// <exception cref="InvalidOperationException">Other moments than running ones are needed.</exception>
    public void PackAffine(Span<float> packed)
    {
        var padded = ChannelBlock.Padded(Channels);
        PackedSpans.RequireLength(packed, AffineLength, Path, nameof(packed));
        RequireRunning();
        packed.Clear();
        for (var c = 0; c < Channels; c++)
        {
            // The part of the mean that a float cannot hold goes into the shift: no cancellation when it is large.
            var centre = (float)Mean(c);
            packed[c] = centre;
            packed[padded + c] = (float)Scale(c);
            packed[(2 * padded) + c] = (float)(Beta[c] - (Scale(c) * (Mean(c) - centre)));
        }
    }

    /// <summary>Packs what a normalization by moments of the sample computes with.</summary>
    /// <param name="packed">
    /// Receives γ, β, the running part of the mean, and ε plus the running part of the variance: one double each per
    /// channel, padded to blocks of 16 by zeros; for a mixture then the ratios of the means and those of the variances.
    /// </param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public void Pack(Span<float> packed)
    {
        var padded = ChannelBlock.Padded(Channels);
        PackedSpans.RequireLength(packed, 2 * ((4 * padded) + (IsMixture ? 2 * MeanRatios.Length : 0)), Path, nameof(packed));
        packed.Clear();
        var values = MemoryMarshal.Cast<float, double>(packed);
        for (var c = 0; c < Channels; c++)
        {
            values[c] = Gamma[c];
            values[padded + c] = Beta[c];
            values[(2 * padded) + c] = Mean(c);
            values[(3 * padded) + c] = Variance(c);
        }

        if (IsMixture)
        {
            MeanRatios.CopyTo(values[(4 * padded)..]);
            VarianceRatios.CopyTo(values[((4 * padded) + MeanRatios.Length)..]);
        }
    }

    /// <exception cref="InvalidOperationException">Other moments than running ones are needed.</exception>
    internal void RequireRunning()
    {
        if (!IsRunning)
        {
            throw new InvalidOperationException($"Layer {Layer.Path} is not normalized by running moments alone, which could be a scale and a shift.");
        }
    }

    private float[] Running(double[] ratios, string part) =>
        _batch < 0 ? [] : ratios[_batch] != 0 ? _weights.Get(Path + part, Channels) : new float[Channels];
}
