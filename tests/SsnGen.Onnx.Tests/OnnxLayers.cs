using SsnGen.Networks;

namespace SsnGen.Onnx.Tests;

/// <summary>Networks described by hand, and what ONNX Runtime and the reference make of them.</summary>
internal static class OnnxLayers
{
    public static readonly Shape Image = new(6, 5, 4);

    /// <summary>A layer behind another, or behind the network's input.</summary>
    public static Layer Of(
        string path, Producer producer, Shape input, Shape output, Normalization? normalization = null, Layer? source = null, Layer? residual = null) => new()
        {
            Path = path,
            Source = source,
            Input = input,
            Output = output,
            Producer = producer,
            Normalization = normalization,
            Residual = residual,
            Activation = ActivationKind.LeakyRelu,
            NegativeSlope = 0.25f,
        };

    public static Normalization Selected(Normalizer mean, Normalizer variance) => new()
    {
        Normalizers = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group],
        Groups = 3,
        SharedRatios = false,
        Gate = Gate.SparsestMax,
        Epsilon = 1e-5f,
        Bessel = false,
        Selection = new Selection(mean, variance),
    };

    public static byte[] Export(IReadOnlyList<Layer> layers, NetworkWeights weights, int? batch = null)
    {
        using var stream = new MemoryStream();
        OnnxExport.Write(stream, layers, weights, batch);
        return stream.ToArray();
    }
}
