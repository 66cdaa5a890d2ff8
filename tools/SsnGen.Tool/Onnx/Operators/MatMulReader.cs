namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads products with matrices: fully connected layers, and averages of as many windows as are asked for.</summary>
internal sealed class MatMulReader : OperatorReader
{
    public override int MostInputs => 2;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        if (graph.Get(node, 0) is ImportedConstant && graph.Get(node, 1) is AveragedColumns columns)
        {
            var layer = AveragedColumns.Pool(graph, columns, graph.Constant(node, 0, "averages"));
            graph.Set(node, GraphReading.Natural(layer, isFlat: false));
            return;
        }

        if (graph.Get(node, 1) is ImportedUnknown)
        {
            throw new UnknownException();
        }

        var x = graph.Value(node, 0);
        var weights = graph.Constant(node, 1, "weights");
        if (AveragedColumns.Of(x, weights) is { } averaged)
        {
            graph.Set(node, averaged);
            return;
        }

        var linear = GemmReader.Linear(graph, x, weights, isTransposed: false, scale: 1);
        linear.Hints.Insert(0, node.Inputs[1]);
        graph.Set(node, linear, linear.Output.Channels);
    }
}
