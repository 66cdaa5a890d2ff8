namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads convolutions.</summary>
internal sealed class ConvReader : OperatorReader
{
    public override int MostInputs => 3;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var padding = graph.Get(node, 0) as ImportedPadding;
        var x = padding is null ? graph.Pictures(node, 0) : padding.Of;
        if (padding is { Padded: not 0 })
        {
            throw new UnsupportedException($"it reads padding of {padding.Padded}, and around a convolution lie zeros");
        }

        var (dims, weights) = Weights(node, graph, x.Value.Shape.Rank);
        var groups = node.Int("group", 1);
        if (groups < 1 || groups > dims[0] || (long)dims[1] * groups != x.Value.Shape.Channels)
        {
            throw new UnsupportedException($"its weights are for {dims[1]} channels in each of {groups} groups, and it reads {x.Value.Shape.Channels}");
        }

        var bias = node.Has(2) ? graph.Floats(node, 2, "biases") : null;
        CheckBias(bias, dims[0]);
        var window = WindowAttributes.Read(node, x.Value.Shape, dims[2..], padding);
        var layer = graph.Add(new Producer.Conv(dims[0], window, (int)groups, bias is not null), x.Value);
        (layer.Weight, layer.Bias) = (weights, bias);
        layer.Hints.Insert(0, node.Inputs[1]);
        graph.Set(node, GraphReading.Natural(layer, isFlat: false));
    }

    /// <summary>The weights of a convolution along so many sides.</summary>
    public static (int[] Dims, float[] Values) Weights(OnnxNode node, GraphReading graph, int rank)
    {
        var tensor = graph.Constant(node, 1, "weights");
        if (tensor.Floats is null || tensor.Dims.Length != rank + 2 || tensor.Length == 0)
        {
            throw new UnsupportedException($"its weights are [{string.Join(", ", tensor.Dims)}], and need {rank + 2} dimensions");
        }

        return (tensor.Dims, tensor.Floats);
    }

    /// <summary>Refuses a bias of another length.</summary>
    public static void CheckBias(float[]? bias, int channels)
    {
        if (bias is not null && bias.Length != channels)
        {
            throw new UnsupportedException($"it has {bias.Length} biases for {channels} channels");
        }
    }
}
