using SsnGen.Networks;

namespace SsnGen.Onnx;

/// <summary>Writes layers as nodes: producer, normalization, residual, activation.</summary>
internal sealed class NetworkNodes(GraphBuilder graph, NetworkWeights weights)
{
    private readonly NormalizationNodes _normalizations = new(graph);
    private readonly Dictionary<Layer, Value> _outputs = new(ReferenceEqualityComparer.Instance);

    /// <summary>A tensor of the graph.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="IsFlat">Whether it is [N, C] instead of [N, C, 1, 1].</param>
    private readonly record struct Value(string Name, bool IsFlat);

    public void Write(IReadOnlyList<Layer> layers)
    {
        foreach (var layer in layers)
        {
            _outputs.Add(layer, WriteLayer(layer, layers));
        }

        var output = _outputs[layers[^1]];
        if (layers[^1].Output.SlabSize == 1 && !output.IsFlat)
        {
            graph.Node("Flatten", layers[^1].Path + "/flat", [output.Name]);
        }

        graph.RenameLast(OnnxExport.OutputName);
    }

    private Value WriteLayer(Layer layer, IReadOnlyList<Layer> layers)
    {
        var path = layer.Path;
        var normalization = layer.Normalization is { } n ? new LayerNormalization(layer, n, weights) : null;
        var folds = normalization is { IsBatchOnly: true } && layer.Producer is Producer.Conv or Producer.Linear;
        var value = Produce(layer, folds ? normalization : null, layers);
        if (normalization is not null && !folds)
        {
            value = new Value(_normalizations.Write(Spatial(value, layer.Output.Channels, layer), normalization), IsFlat: false);
        }

        if (layer.Residual is not null || layer.AddsInput)
        {
            var channels = layer.Output.Channels;
            var residual = Spatial(Source(layer.Residual, layer, layers), channels, layer);
            value = new Value(graph.Node("Add", path + "/sum", [Spatial(value, channels, layer), residual]), IsFlat: false);
        }

        return Activate(value, layer);
    }

    private Value Source(Layer? source, Layer reader, IReadOnlyList<Layer> layers) =>
        source is null ? new Value(OnnxExport.InputName, IsFlat: false)
        : _outputs.TryGetValue(source, out var value) ? value
        : throw new ArgumentException($"Layer {reader.Path} reads {source.Path}, which is not among the layers before it.", nameof(layers));

    // As [N, C, H, W]; only what a linear layer produced is not. No size is left to be inferred, which an empty batch does not allow.
    private string Spatial(Value value, int channels, Layer layer) =>
        value.IsFlat ? graph.Node("Reshape", layer.Path + "/spatial", [value.Name, graph.Integers(layer.Path + "/shape", 0, channels, 1, 1)]) : value.Name;

    private Value Produce(Layer layer, LayerNormalization? folded, IReadOnlyList<Layer> layers)
    {
        var source = Source(layer.Source, layer, layers);
        if (layer.Producer is Producer.Linear linear)
        {
            var flat = source.IsFlat ? source.Name : graph.Node("Flatten", layer.Path + "/flat", [source.Name]);
            return new Value(
                graph.Node("Gemm", layer.Path + "/linear", [flat, .. Weights(layer, ".linear", linear.Bias, folded, layer.Output.Channels, layer.Input.Length)], ("transB", 1)),
                IsFlat: true);
        }

        var x = Spatial(source, layer.Input.Channels, layer);
        return new Value(
            layer.Producer switch
            {
                Producer.Identity => x,
                Producer.Conv conv => Convolve(x, layer, conv, folded),
                Producer.MaxPool p => graph.Node("MaxPool", layer.Path + "/pool", [x], Window(p.Kernel, p.Stride, p.Padding)),
                Producer.AveragePool p => graph.Node("AveragePool", layer.Path + "/pool", [x], [.. Window(p.Kernel, p.Stride, p.Padding), ("count_include_pad", 1)]),
                Producer.GlobalAveragePool => graph.Node("GlobalAveragePool", layer.Path + "/pool", [x]),
                _ => throw new ArgumentException($"Layer {layer.Path} has the unknown producer {layer.Producer}.", nameof(layer)),
            },
            IsFlat: false);
    }

    private string Convolve(string x, Layer layer, Producer.Conv conv, LayerNormalization? folded) => graph.Node(
        "Conv",
        layer.Path + "/conv",
        [x, .. Weights(layer, ".conv", conv.Bias, folded, layer.Output.Channels, layer.Input.Channels / conv.Groups, conv.Kernel, conv.Kernel)],
        [.. Window(conv.Kernel, conv.Stride, conv.Padding), ("dilations", new[] { conv.Dilation, conv.Dilation }), ("group", conv.Groups)]);

    private static (string, object)[] Window(int kernel, int stride, int padding) =>
    [
        ("kernel_shape", new[] { kernel, kernel }),
        ("strides", new[] { stride, stride }),
        ("pads", new[] { padding, padding, padding, padding }),
    ];

    /// <summary>Weights and, where there is one, bias; both with the batch normalization behind them: W ← aW, b ← ab + shift.</summary>
    private string[] Weights(Layer layer, string part, bool hasBias, LayerNormalization? folded, params int[] shape)
    {
        var name = layer.Path + part;
        var kernel = weights.Get(name + ".weight", shape);
        if (!hasBias && folded is null)
        {
            return [graph.Floats(name + ".weight", kernel, shape)];
        }

        var bias = hasBias ? weights.Get(name + ".bias", shape[0]) : new float[shape[0]];
        if (folded is not null)
        {
            var length = kernel.Length / shape[0];
            for (var i = 0; i < kernel.Length; i++)
            {
                kernel[i] = (float)(folded.Scale(i / length) * kernel[i]);
            }

            bias = [.. bias.Select((b, c) => (float)((folded.Scale(c) * b) + folded.Shift(c)))];
        }

        return [graph.Floats(name + ".weight", kernel, shape), graph.Floats(name + ".bias", bias, shape[0])];
    }

    private Value Activate(Value value, Layer layer)
    {
        var name = layer.Path;
        return layer.Activation switch
        {
            ActivationKind.None => value with { Name = graph.Node("Identity", name, [value.Name]) },
            ActivationKind.Relu => value with { Name = graph.Node("Relu", name, [value.Name]) },
            ActivationKind.LeakyRelu => value with { Name = graph.Node("LeakyRelu", name, [value.Name], ("alpha", layer.NegativeSlope)) },
            ActivationKind.Silu => value with { Name = graph.Node("Mul", name, [value.Name, graph.Node("Sigmoid", name + "/sigmoid", [value.Name])]) },
            _ => throw new ArgumentException($"Layer {name} has the unknown activation {layer.Activation}.", nameof(layer)),
        };
    }
}
