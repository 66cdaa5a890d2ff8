namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads what adds dimensions of one.</summary>
internal sealed class UnsqueezeReader : OperatorReader
{
    private const int MostDimensions = 8;

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
        var axes = given.Select(a => Axis(a, rank)).ToHashSet();
        if (axes.Count != given.Length || rank > MostDimensions)
        {
            throw new UnsupportedException($"its axes are [{string.Join(", ", given)}]");
        }

        var next = 0;
        return [.. Enumerable.Range(0, rank).Select(i => axes.Contains(i) ? 1 : dims[next++])];
    }
}
