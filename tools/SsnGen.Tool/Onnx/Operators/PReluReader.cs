namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads parametric ReLU.</summary>
internal sealed class PReluReader : OperatorReader
{
    public override int MostInputs => 2;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Samples(node, 0);
        var slopes = graph.Constant(node, 1, "slopes");
        if (slopes.Floats is null)
        {
            throw new UnsupportedException("its slopes are integers");
        }

        node.Ignore("consumed_inputs");
        if (node.OperatorSet < OfNumPy && slopes.Dims is [var count] && count == x.Value.Shape.Channels)
        {
            slopes = slopes.Reshaped([count, .. Enumerable.Repeat(1, x.Dims.Length - 1)]);
        }

        var perChannel = Functions.Broadcast.PerChannel(graph, slopes, x);
        var isOne = slopes.IsScalar;
        var layer = graph.Add(new Producer.PRelu(!isOne), x.Value);
        layer.Weight = isOne ? [(float)perChannel[0]] : Array.ConvertAll(perChannel, static s => (float)s);
        layer.Hints.Insert(0, node.Inputs[1]);
        graph.SetLike(node, layer, x);
    }
}
