using SsnGen.Inference;
using SsnGen.Networks;

namespace SsnGen.Onnx;

/// <summary>The normalization of one layer once training is over: ratios, and what running moments contribute.</summary>
internal sealed class LayerNormalization
{
    private const int Block = 16;

    private readonly double[] _packed;
    private readonly int _padded;

    public LayerNormalization(Layer layer, Normalization normalization, NetworkWeights weights)
    {
        Layer = layer;
        Normalization = normalization;
        var channels = layer.Output.Channels;
        _padded = (channels + Block - 1) / Block * Block;
        var omega = normalization.Normalizers;
        var isMixture = normalization.Selection is null && omega.Length > 1;
        _packed = new double[(4 * _padded) + (isMixture ? 2 * omega.Length : 0)];
        new NormalizationPacking
        {
            Path = layer.Path + ".norm",
            Channels = channels,
            Normalizers = omega,
            Selection = normalization.Selection,
            SharedRatios = normalization.SharedRatios,
            Gate = normalization.Gate,
            Epsilon = normalization.Epsilon,
        }.Pack(weights, _packed);
        var selection = normalization.Selection ?? new Selection(omega[0], omega[0]);
        MeanRatios = isMixture ? Mixed(4 * _padded) : [(selection.Mean, 1)];
        VarianceRatios = isMixture ? Mixed((4 * _padded) + omega.Length) : [(selection.Variance, 1)];
    }

    public Layer Layer { get; }

    public Normalization Normalization { get; }

    /// <summary>The normalizers that contribute to the mean, with their importance ratios.</summary>
    public (Normalizer Normalizer, double Ratio)[] MeanRatios { get; }

    /// <summary>The normalizers that contribute to the variance, with their importance ratios.</summary>
    public (Normalizer Normalizer, double Ratio)[] VarianceRatios { get; }

    /// <summary>Whether running moments are all there is: a scale and a shift per channel.</summary>
    public bool IsBatchOnly => IsOnly(Normalizer.Batch);

    /// <summary>γ, one value per channel.</summary>
    public float[] Gamma => Floats(0);

    /// <summary>β.</summary>
    public float[] Beta => Floats(1);

    /// <summary>The running part of the mean.</summary>
    public float[] RunningMean => Floats(2);

    /// <summary>ε plus the running part of the variance.</summary>
    public float[] RunningVariance => Floats(3);

    /// <summary>Whether mean and variance are one normalizer's alone.</summary>
    public bool IsOnly(Normalizer normalizer) =>
        MeanRatios is [var mean] && mean.Normalizer == normalizer && VarianceRatios is [var variance] && variance.Normalizer == normalizer;

    /// <summary>γ / √(variance + ε) by running moments alone.</summary>
    public double Scale(int channel) => _packed[channel] / Math.Sqrt(_packed[(3 * _padded) + channel]);

    /// <summary>β minus the scaled mean, by running moments alone.</summary>
    public double Shift(int channel) => _packed[_padded + channel] - (Scale(channel) * _packed[(2 * _padded) + channel]);

    private (Normalizer, double)[] Mixed(int offset) =>
        [.. Normalization.Normalizers.Select((n, k) => (n, _packed[offset + k])).Where(static pair => pair.Item2 != 0)];

    private float[] Floats(int part) => Array.ConvertAll(_packed[(part * _padded)..((part * _padded) + Layer.Output.Channels)], static v => (float)v);
}
