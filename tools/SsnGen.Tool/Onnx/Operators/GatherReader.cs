namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads elements of constants; of pictures a channel, or rows and columns as the nearest pixels of another size are.</summary>
internal sealed class GatherReader : OperatorReader
{
    public override int MostInputs => 2;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var indices = graph.Constant(node, 1, "indices");
        if (indices.Integers is not { } places)
        {
            throw new UnsupportedException("its indices are no integers");
        }

        switch (graph.Get(node, 0))
        {
            case ImportedConstant { Tensor: var tensor }:
                graph.Set(node, new ImportedConstant(Constant(node, tensor, places, indices.Dims)));
                break;
            case NearestRows rows when indices.Dims.Length == 1:
                graph.Set(node, GraphReading.Natural(rows.Resize(graph, Axis(node.Int("axis", 0), 4), places), isFlat: false));
                break;
            case var x when graph.Value(x) is { IsNatural: true } value && places.Length == 1 && indices.Dims.Length <= 1 && Axis(node.Int("axis", 0), value.Dims.Length + 1) == 1:
                graph.Set(node, Channel(graph, value, places[0], isDropped: indices.Dims.Length == 0));
                break;
            case not NearestRows when indices.Dims.Length == 1:
                graph.Set(node, NearestRows.Of(graph.Pictures(node, 0), Axis(node.Int("axis", 0), 4), places));
                break;
            default:
                throw new UnsupportedException($"its indices are {(indices.Dims.Length == 0 ? "one number" : $"[{string.Join(", ", indices.Dims)}]")}, and rows and columns are taken by a list of them");
        }
    }

    // PyTorch's x[:, i] is without the dimension of channels, and x[:, i:i + 1] with it.
    private static ImportedValue Channel(GraphReading graph, ImportedValue x, long place, bool isDropped)
    {
        var channels = x.Value.Shape.Channels;
        var index = place < 0 ? place + channels : place;
        if (index < 0 || index >= channels || (isDropped && x.IsFlat))
        {
            throw new UnsupportedException($"it takes channel {place} of {x.Words}");
        }

        var part = SliceReader.Part(graph, x, (int)index, (int)index + 1);
        return isDropped ? new ImportedValue(part.Value, part.Dims[1..]) : part;
    }

    private static OnnxTensor Constant(OnnxNode node, OnnxTensor tensor, long[] places, int[] dims)
    {
        if (tensor.Dims.Length != 1 || Axis(node.Int("axis", 0), 1) != 0 || places.Any(p => p < -tensor.Length || p >= tensor.Length))
        {
            throw new UnsupportedException("it takes elements of a constant that is no list, or that are not there");
        }

        return tensor.Pick(i => (int)(places[i] < 0 ? places[i] + tensor.Length : places[i]), dims);
    }
}
