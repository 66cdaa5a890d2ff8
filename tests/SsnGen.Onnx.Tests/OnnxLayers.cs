using SsnGen.Networks;

namespace SsnGen.Onnx.Tests;

/// <summary>Networks described by hand, and what ONNX Runtime and the reference make of them.</summary>
internal static class OnnxLayers
{
    public static readonly Shape Image = new(6, 5, 4);

    /// <summary>A layer behind another, or behind the network's input.</summary>
    public static Layer Of(
        string path, Producer producer, Shape input, Shape output, Normalization? normalization = null, NetworkValue? source = null, Layer? residual = null, Activation? activation = null) => new()
        {
            Path = path,
            Sources = [source ?? new NetworkInput("input", input)],
            Output = output,
            Producer = Fit(producer, output),
            Normalization = normalization,
            Tail = [.. residual is null ? Array.Empty<TailStep>() : [new TailStep.Add(residual)], new TailStep.Activate(activation ?? new Activation.LeakyRelu(0.25f))],
        };

    /// <summary>A convolution whose channels are those of the layer that it is given to.</summary>
    public static Producer.Conv Conv(int Kernel, int Stride, int Padding, int Dilation, int Groups, bool Bias) => new(0, new Window(Kernel, Stride, Padding, Dilation), Groups, Bias);

    /// <summary>A linear layer whose features are those of the layer that it is given to.</summary>
    public static Producer.Linear Linear(bool Bias) => new(0, Bias);

    private static Producer Fit(Producer producer, Shape output) => producer switch
    {
        Producer.Conv { Channels: 0 } conv => conv with { Channels = output.Channels },
        Producer.Linear { Features: 0 } linear => linear with { Features = output.Channels },
        _ => producer,
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
        OnnxExport.Write(stream, new(layers), weights, batch);
        return stream.ToArray();
    }
}
