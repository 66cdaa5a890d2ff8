using System.Globalization;

namespace SsnGen.Networks;

/// <summary>One layer of a <see cref="NetworkSummary"/>.</summary>
public sealed record LayerSummary
{
    internal LayerSummary(Layer layer, NetworkValue before)
    {
        Layer = layer;
        Words = LayerWords.WithoutNormalization(layer, before);
        Parameters = NetworkTensors.Of(layer).Where(static t => t.IsParameter).Sum(static t => Product(t.Shape));
        MultiplyAdds = Count(layer);
    }

    /// <summary>The layer: its path, its output, its normalization.</summary>
    public Layer Layer { get; }

    /// <summary>
    /// What it computes, normalization apart, such as <c>3x3 convolution, padding 1, plus Stem, Relu</c>; it says what it reads unless that is what
    /// the layer before it computes.
    /// </summary>
    public string Words { get; }

    /// <summary>How many values training learns for it: weights, bias, slopes, γ, β and control parameters. Running moments, flags and the radius are none of them.</summary>
    public long Parameters { get; }

    /// <summary>
    /// Multiply-adds of its weights for one sample, as the literature counts them: of convolutions, with the zeros around a picture, and of linear
    /// layers. What pools, resizes, normalizes or activates counts none.
    /// </summary>
    public long MultiplyAdds { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Layer.Path}: {Words}; {Parameters:N0} parameters, {MultiplyAdds:N0} multiply-adds");

    // Each weight is used once for each pixel that is produced, or that is read where the convolution is transposed.
    private static long Count(Layer layer) => layer.Producer.IsWeightedSum && layer.Producer.Weights(layer.Input) is { } weights
        ? checked(Product(weights.Shape) * (weights.IsTransposed ? layer.Input : layer.Output).SlabSize)
        : 0;

    private static long Product(IReadOnlyList<int> shape) => shape.Aggregate(1L, static (product, size) => checked(product * size));
}
