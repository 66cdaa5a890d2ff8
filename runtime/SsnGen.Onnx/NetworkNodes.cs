using SsnGen.Networks;
using SsnGen.Onnx.Operators;

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

        graph.ReturnLast();
    }

    private Value WriteLayer(Layer layer, IReadOnlyList<Layer> layers)
    {
        var path = layer.Path;
        var normalization = layer.Normalization is null ? null : new LayerNormalization(layer, weights);
        var folds = normalization is { IsBatchOnly: true } && layer.Producer.Weights(layer.Input) is not null;
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
        var x = !layer.Producer.IsFlat ? Spatial(source, layer.Input.Channels, layer)
            : source.IsFlat ? source.Name
            : graph.Node("Flatten", layer.Path + "/flat", [source.Name]);
        return new Value(ProducerOnnx.Of(layer.Producer).Write(new ProducerNodes(graph, layer, weights, folded), x), layer.Producer.IsFlat);
    }

    private Value Activate(Value value, Layer layer)
    {
        var y = layer.Activation is { } activation ? activation.ToOnnx(Node, value.Name) : Node("Identity", [value.Name]);
        if (!graph.IsLast(y))
        {
            throw new InvalidOperationException($"{layer.Activation} does not end with the node that computes it.");
        }

        // The output of a layer is called as the layer is.
        return value with { Name = graph.NameLast(layer.Path) };

        string Node(string type, string[] inputs, params (string Name, float Value)[] attributes) =>
            graph.Node(type, layer.Path + "/" + type, inputs, [.. attributes.Select(static a => (a.Name, (object)a.Value))]);
    }
}
