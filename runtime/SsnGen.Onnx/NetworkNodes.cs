using SsnGen.Networks;
using SsnGen.Onnx.Format;
using SsnGen.Onnx.Operators;

namespace SsnGen.Onnx;

/// <summary>Writes layers as nodes: producer, normalization, tail.</summary>
internal sealed class NetworkNodes(GraphBuilder graph, NetworkWeights weights, bool takesPixels)
{
    private readonly NormalizationNodes _normalizations = new(graph);
    private readonly Dictionary<NetworkValue, Tensor> _tensors = new(ReferenceEqualityComparer.Instance);

    /// <summary>A tensor of the graph.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Rank">How many sides its channels have; 0 where it is [N, C].</param>
    private readonly record struct Tensor(string Name, int Rank);

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    public void Write(NetworkGraph network)
    {
        foreach (var input in network.Inputs)
        {
            _tensors.Add(input, new Tensor(takesPixels && input.Pixels is { } pixels ? Values(input, pixels) : input.Name, input.Shape.Rank));
        }

        foreach (var layer in network.Layers)
        {
            _tensors.Add(layer, WriteLayer(layer));
        }

        foreach (var output in network.Outputs)
        {
            var (layer, tensor) = (output.Layer, _tensors[output.Layer]);
            if (layer.Output.SlabSize == 1 && tensor.Rank > 0)
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

    // The values of pixels, [N, C, sides] of [N, sides, C].
    private string Values(NetworkInput input, PixelValues pixels)
    {
        var rank = input.Shape.Rank;
        int[] channels = [input.Shape.Channels, .. Enumerable.Repeat(1, rank)];
        var floats = graph.Node("Cast", input.Name + "/floats", [input.Name], ("to", (int)TensorProto.Types.DataType.Float));
        var ordered = graph.Node("Transpose", input.Name + "/channels", [floats], ("perm", (int[])[0, rank + 1, .. Enumerable.Range(1, rank)]));
        var centred = graph.Node("Sub", input.Name + "/centred", [ordered, graph.Floats(input.Name + "/mean", [.. pixels.Mean], channels)]);
        return graph.Node("Mul", input.Name + "/values", [centred, graph.Floats(input.Name + "/scale", [.. pixels.Scale], channels)]);
    }

    private Tensor WriteLayer(Layer layer)
    {
        var normalization = layer.Normalization is null ? null : new LayerNormalization(layer, weights);
        var folds = normalization is { IsBatchOnly: true } && layer.Producer.IsWeightedSum;
        var value = Produce(layer, folds ? normalization : null);
        if (normalization is not null && !folds)
        {
            value = new Tensor(_normalizations.Write(Spatial(value, layer.Output, layer), normalization), layer.Output.Rank);
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
        var x = layer.Producer.TakesAnySides ? source
            : !layer.Producer.IsFlat ? new Tensor(Spatial(source, layer.Input, layer), layer.Input.Rank)
            : source.Rank == 0 ? source
            : new Tensor(graph.Node("Flatten", layer.Path + "/flat", [source.Name]), 0);
        return new Tensor(ProducerOnnx.Of(layer.Producer).Write(new ProducerNodes(graph, layer, weights, x.Rank, folded), x.Name), x.Rank == 0 ? 0 : layer.Output.Rank);
    }

    // Vectors stay vectors where all are.
    private Tensor Source(Layer layer)
    {
        var sources = layer.Sources.Select(s => (Tensor: _tensors[s], s.Shape)).ToArray();
        if (sources.Length == 1)
        {
            return sources[0].Tensor;
        }

        var areFlat = sources.All(static s => s.Tensor.Rank == 0);
        string[] names = [.. sources.Select(s => areFlat ? s.Tensor.Name : Spatial(s.Tensor, layer.Input with { Channels = s.Shape.Channels }, layer))];
        return new Tensor(graph.Node("Concat", layer.Path + "/joined", names, ("axis", 1)), areFlat ? 0 : layer.Input.Rank);
    }

    private Tensor Join(string type, string name, Tensor value, Tensor operand, Layer layer)
    {
        var right = Spatial(operand, layer.Output, layer);
        return new Tensor(graph.Node(type, $"{layer.Path}/{name}", [Spatial(value, layer.Output, layer), right]), layer.Output.Rank);
    }

    // With as many sides as a shape has; only one value per channel may have others. No size is left to be inferred, which an empty batch does not allow.
    private string Spatial(Tensor value, Shape shape, Layer layer) =>
        value.Rank == shape.Rank ? value.Name
        : graph.Node("Reshape", layer.Path + "/spatial", [value.Name, graph.Integers(layer.Path + "/shape", [0, shape.Channels, .. Enumerable.Repeat(1L, shape.Rank)])]);
}
