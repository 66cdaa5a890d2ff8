namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads averages over dimensions: of all sides, or of some.</summary>
internal sealed class ReduceMeanReader : OperatorReader
{
    public override int MostInputs => 2;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var (given, keeps) = (graph.Integers(node, 1, "axes"), node.Int("keepdims", 1) != 0);
        node.Require("noop_with_empty_axes", 0, "leave the node out");
        if (keeps && given is not null && Moment(Moments.MomentReading.Settled(graph, graph.Get(node, 0)), given) is { } moment)
        {
            graph.Set(node, moment);
            return;
        }

        var x = graph.Samples(node, 0);
        var rank = x.Dims.Length + 1;
        var axes = given is { Length: > 0 } ? DistinctAxes(given, rank) : throw new UnsupportedException("it averages over the batch too");
        if (axes.Contains(0) || axes.Contains(1) || x.IsFlat)
        {
            throw new UnsupportedException($"it averages over {(axes.Contains(0) ? "the batch" : "channels")}: only sides are averaged by a layer of its own");
        }

        var shape = x.Value.Shape;
        var isGlobal = shape.Sides.Select((side, i) => side == 1 || axes.Contains(i + 2)).All(static averaged => averaged);
        Producer producer = isGlobal ? new Producer.GlobalAveragePool()
            : new Producer.AveragePool(Window.Of([.. shape.Sides.Select((side, i) => axes.Contains(i + 2) ? new WindowAxis(side, side) : new WindowAxis(1))]));
        int[] dims = [.. x.Dims.Select((d, i) => axes.Contains(i + 1) ? 1 : d).Where((_, i) => keeps || !axes.Contains(i + 1))];
        graph.Set(node, graph.Add(producer, x.Value), dims);
    }

    // Part of a normalization, or what pooling computes where it is used as such.
    private static Moments.Statistic? Moment(Imported input, long[] axes) => input switch
    {
        ImportedValue x => Moments.MomentReading.Average(input, DistinctAxes(axes, x.Dims.Length + 1).ToHashSet()),
        Moments.Statistic s => Moments.MomentReading.Average(input, DistinctAxes(axes, s.Dimensions).ToHashSet()),
        _ => null,
    };
}
