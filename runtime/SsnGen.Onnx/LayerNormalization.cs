using SsnGen.Inference;
using SsnGen.Networks;

namespace SsnGen.Onnx;

/// <summary>The normalization of one layer once training is over, as nodes need it.</summary>
internal sealed class LayerNormalization(Layer layer, NetworkWeights weights)
{
    private readonly CollapsedNormalization _collapsed = new(layer, weights);

    public Layer Layer => layer;

    public Normalization Normalization => _collapsed.Normalization;

    /// <summary>The normalizers that contribute to the mean, with their importance ratios.</summary>
    public (Normalizer Normalizer, double Ratio)[] MeanRatios => Live(_collapsed.MeanRatios);

    /// <summary>The normalizers that contribute to the variance, with their importance ratios.</summary>
    public (Normalizer Normalizer, double Ratio)[] VarianceRatios => Live(_collapsed.VarianceRatios);

    /// <summary>Whether running moments are all there is: a scale and a shift per channel.</summary>
    public bool IsBatchOnly => IsOnly(Normalizer.Batch);

    /// <summary>γ, one value per channel.</summary>
    public float[] Gamma => _collapsed.Gamma;

    /// <summary>β.</summary>
    public float[] Beta => _collapsed.Beta;

    /// <summary>The running part of the mean.</summary>
    public float[] RunningMean => Floats(_collapsed.Mean);

    /// <summary>ε plus the running part of the variance.</summary>
    public float[] RunningVariance => Floats(_collapsed.Variance);

    /// <summary>Whether mean and variance are one normalizer's alone.</summary>
    public bool IsOnly(Normalizer normalizer) => IsOnly(MeanRatios, normalizer) && IsOnly(VarianceRatios, normalizer);

    /// <summary>γ / √(variance + ε) by running moments alone.</summary>
    public double Scale(int channel) => _collapsed.Scale(channel);

    /// <summary>β minus the scaled mean, by running moments alone.</summary>
    public double Shift(int channel) => _collapsed.Shift(channel);

    private static bool IsOnly((Normalizer Normalizer, double Ratio)[] ratios, Normalizer normalizer) => ratios is [var only] && only.Normalizer == normalizer;

    private (Normalizer, double)[] Live(double[] ratios) => [.. Normalization.Normalizers.Zip(ratios).Where(static pair => pair.Second != 0)];

    private float[] Floats(Func<int, double> part) => [.. Enumerable.Range(0, layer.Output.Channels).Select(c => (float)part(c))];
}
