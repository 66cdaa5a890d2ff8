namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads what adds dimensions of one.</summary>
internal sealed class UnsqueezeReader : OperatorReader
{
    public override int MostInputs => 2;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var given = graph.Integers(node, 1, "axes") ?? throw new UnsupportedException("its axes are missing");
        if (graph.Get(node, 0) is ImportedConstant { Tensor: var tensor })
        {
            graph.Set(node, new ImportedConstant(tensor.Reshaped(Added(tensor.Dims, given))));
            return;
        }

        Reshaping.Set(node, graph, x => Added([0, .. x.Dims], given) is [0, .. var dims] ? dims : throw new UnsupportedException("it adds a dimension before the batch"));
    }

    private static int[] Added(int[] dims, long[] given)
    {
        var rank = dims.Length + given.Length;
        if (rank > OnnxTensor.MostDimensions)
        {
            throw new UnsupportedException($"it makes {rank} dimensions, and at most {OnnxTensor.MostDimensions} are read");
        }

        var axes = DistinctAxes(given, rank);
        var next = 0;
        return [.. Enumerable.Range(0, rank).Select(i => axes.Contains(i) ? 1 : dims[next++])];
    }
}
