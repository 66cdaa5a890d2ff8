namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads the softmax over channels.</summary>
internal sealed class SoftmaxReader : OperatorReader
{
    private const int OfOneAxis = 13;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Samples(node, 0);
        var isOfOneAxis = node.OperatorSet >= OfOneAxis;
        var axis = Axis(node.Int("axis", isOfOneAxis ? -1 : 1), x.Dims.Length + 1);

        // Before version 13 all dimensions from the axis on were one.
        if (axis != 1 || (!isOfOneAxis && x.Value.Shape.SlabSize > 1))
        {
            throw new UnsupportedException($"it is over dimension {axis}{(isOfOneAxis ? "" : " and those behind it")}, and [Softmax] is over channels, dimension 1");
        }

        graph.SetLike(node, graph.Add(new Producer.Softmax(), x.Value), x);
    }
}
