namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads what leaves dimensions of one out.</summary>
internal sealed class SqueezeReader : OperatorReader
{
    public override int MostInputs => 2;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var given = graph.Integers(node, 1, "axes");
        if (graph.Get(node, 0) is ImportedConstant { Tensor: var tensor })
        {
            int[] dropped = given is not null ? DistinctAxes(given, tensor.Dims.Length) : [.. Enumerable.Range(0, tensor.Dims.Length).Where(i => tensor.Dims[i] == 1)];
            int[] left = [.. tensor.Dims.Where((_, i) => !dropped.Contains(i))];
            graph.Set(node, new ImportedConstant(dropped.All(i => tensor.Dims[i] == 1) ? tensor.Reshaped(left) : throw new UnsupportedException("it leaves out dimensions of more than one")));
            return;
        }

        Reshaping.Set(node, graph, x =>
        {
            var axes = given is not null ? DistinctAxes(given, x.Dims.Length + 1) : throw new UnsupportedException("it has no axes, so that a batch of one would be left out too");
            int[] dims = [.. x.Dims.Where((_, i) => !axes.Contains(i + 1))];
            return !axes.Contains(0) && axes.All(a => x.Dims[a - 1] == 1) && dims.Length > 0
                ? dims
                : throw new UnsupportedException($"it leaves dimensions {string.Join(", ", axes)} out of {x.Words}, which are not 1");
        });
    }
}
