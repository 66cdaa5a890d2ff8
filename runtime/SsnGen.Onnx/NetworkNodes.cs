using SsnGen.Networks;
using SsnGen.Onnx.Operators;

namespace SsnGen.Onnx;

/// <summary>Writes layers as nodes: producer, normalization, tail.</summary>
internal sealed class NetworkNodes(GraphBuilder graph, NetworkWeights weights)
{
    private readonly NormalizationNodes _normalizations = new(graph);
    private readonly Dictionary<NetworkValue, Tensor> _tensors = new(ReferenceEqualityComparer.Instance);

    /// <summary>A tensor of the graph.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="IsFlat">Whether it is [N, C] instead of [N, C, 1, 1].</param>
    private readonly record struct Tensor(string Name, bool IsFlat);

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    public void Write(NetworkGraph network)
    {
        foreach (var input in network.Inputs)
        {
            _tensors.Add(input, new Tensor(input.Name, IsFlat: false));
        }

        foreach (var layer in network.Layers)
        {
            _tensors.Add(layer, WriteLayer(layer));
        }

        foreach (var output in network.Outputs)
        {
            var (layer, tensor) = (output.Layer, _tensors[output.Layer]);
            if (layer.Output.SlabSize == 1 && !tensor.IsFlat)
            {
                graph.Node("Flatten", layer.Path + "/flat", [tensor.Name]);
            }
            else if (!graph.IsLast(tensor.Name))
            {
                graph.Node("Identity", layer.Path + "/returned", [tensor.Name]);
            }

            graph.ReturnLast(output.Name);
        }
    }

    private Tensor WriteLayer(Layer layer)
    {
        var normalization = layer.Normalization is null ? null : new LayerNormalization(layer, weights);
        var folds = normalization is { IsBatchOnly: true } && layer.Producer.Weights(layer.Input) is not null;
        var value = Produce(layer, folds ? normalization : null);
        if (normalization is not null && !folds)
        {
            value = new Tensor(_normalizations.Write(Spatial(value, layer.Output.Channels, layer), normalization), IsFlat: false);
        }

        foreach (var step in layer.Tail)
        {
            value = step switch
            {
                TailStep.Add add => Join("Add", "sum", value, _tensors[add.Value], layer),
                TailStep.Multiply multiply => Join("Mul", "product", value, _tensors[multiply.Value], layer),
                TailStep.Activate a => value with { Name = a.Activation.ToOnnx(Node, value.Name) },
                _ => throw new InvalidOperationException($"There is no export to ONNX of {step}."),
            };
        }

        if (layer.Tail is not [.., TailStep.Activate])
        {
            value = value with { Name = Node("Identity", [value.Name]) };
        }

        if (!graph.IsLast(value.Name))
        {
            throw new InvalidOperationException($"The last activation of {layer.Path} does not end with the node that computes it.");
        }

        // The output of a layer is called as the layer is.
        return value with { Name = graph.NameLast(layer.Path) };

        string Node(string type, string[] inputs, params (string Name, float Value)[] attributes) =>
            graph.Node(type, layer.Path + "/" + type, inputs, [.. attributes.Select(static a => (a.Name, (object)a.Value))]);
    }

    private Tensor Produce(Layer layer, LayerNormalization? folded)
    {
        var source = Source(layer);
        var x = !layer.Producer.IsFlat ? Spatial(source, layer.Input.Channels, layer)
            : source.IsFlat ? source.Name
            : graph.Node("Flatten", layer.Path + "/flat", [source.Name]);
        return new Tensor(ProducerOnnx.Of(layer.Producer).Write(new ProducerNodes(graph, layer, weights, folded), x), layer.Producer.IsFlat);
    }

    // Vectors stay vectors where all are.
    private Tensor Source(Layer layer)
    {
        var sources = layer.Sources.Select(s => (Tensor: _tensors[s], s.Shape.Channels)).ToArray();
        if (sources.Length == 1)
        {
            return sources[0].Tensor;
        }

        var areFlat = sources.All(static s => s.Tensor.IsFlat);
        string[] names = [.. sources.Select(s => areFlat ? s.Tensor.Name : Spatial(s.Tensor, s.Channels, layer))];
        return new Tensor(graph.Node("Concat", layer.Path + "/joined", names, ("axis", 1)), areFlat);
    }

    private Tensor Join(string type, string name, Tensor value, Tensor operand, Layer layer)
    {
        var channels = layer.Output.Channels;
        var right = Spatial(operand, channels, layer);
        return new Tensor(graph.Node(type, $"{layer.Path}/{name}", [Spatial(value, channels, layer), right]), IsFlat: false);
    }

    // As [N, C, H, W]; only what a linear layer produced is not. No size is left to be inferred, which an empty batch does not allow.
    private string Spatial(Tensor value, int channels, Layer layer) =>
        value.IsFlat ? graph.Node("Reshape", layer.Path + "/spatial", [value.Name, graph.Integers(layer.Path + "/shape", 0, channels, 1, 1)]) : value.Name;
}
