namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads elements of constants; of pictures, rows and columns as the nearest pixels of another size are.</summary>
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

        graph.Budget.Spend(places.Length);
        switch (graph.Get(node, 0))
        {
            case ImportedConstant { Tensor: var tensor }:
                graph.Set(node, new ImportedConstant(Constant(node, tensor, places, indices.Dims)));
                break;
            case NearestRows rows:
                graph.Set(node, GraphReading.Natural(rows.Resize(graph, Axis(node.Int("axis", 0), 4), places), isFlat: false));
                break;
            default:
                graph.Set(node, NearestRows.Of(graph.Pictures(node, 0), Axis(node.Int("axis", 0), 4), places));
                break;
        }
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
