namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads joins of channels, and of constants.</summary>
internal sealed class ConcatReader : OperatorReader
{
    public override int MostInputs => int.MaxValue;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var parts = Enumerable.Range(0, node.Inputs.Count).Select(i => graph.Get(node, i)).ToArray();
        if (parts.Length == 0)
        {
            throw new UnsupportedException("it joins nothing");
        }

        if (parts.All(static p => p is ImportedConstant))
        {
            graph.Set(node, new ImportedConstant(Constants(node, [.. parts.Select(static p => ((ImportedConstant)p).Tensor)])));
            return;
        }

        var values = Enumerable.Range(0, parts.Length).Select(i => graph.Samples(node, i)).ToArray();
        var first = values[0];
        var axis = Axis(node.IntOrNull("axis") ?? throw new UnsupportedException("it has no axis"), first.Dims.Length + 1);
        if (axis != 1)
        {
            throw new UnsupportedException($"it joins along dimension {axis}, and [Concat] joins channels, dimension 1");
        }

        if (values.Any(v => v.Dims.Length != first.Dims.Length || !v.Dims.AsSpan(1).SequenceEqual(first.Dims.AsSpan(1)) || !v.Value.Shape.Joins(first.Value.Shape)))
        {
            throw new UnsupportedException($"it joins {string.Join(" and ", values.Select(static v => v.Words).Distinct())}, whose sides differ");
        }

        if (values.Length == 1)
        {
            graph.Set(node, first);
            return;
        }

        graph.SetLike(node, graph.Add(new Producer.Identity(), [.. values.Select(static v => v.Value)]), first);
    }

    // Lists of integers, as shapes are put together from.
    private static OnnxTensor Constants(OnnxNode node, OnnxTensor[] parts)
    {
        if (parts.Any(static p => p.Dims.Length != 1) || Axis(node.Int("axis", 0), 1) != 0)
        {
            throw new UnsupportedException("it joins constants that are no lists");
        }

        var length = OnnxTensor.Count([parts.Aggregate(0, static (sum, p) => checked(sum + p.Length))]);
        return parts.All(static p => p.Integers is not null)
            ? OnnxTensor.Of([.. parts.SelectMany(static p => p.Integers!)], length)
            : OnnxTensor.Of([.. parts.SelectMany(static p => p.Floats ?? throw new UnsupportedException("it joins floats and integers"))], length);
    }
}
