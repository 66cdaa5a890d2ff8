namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads parts of the channels, and of constants.</summary>
internal sealed class SliceReader : OperatorReader
{
    public override int MostInputs => 5;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var starts = graph.Integers(node, 1, "starts") ?? throw new UnsupportedException("its starts are missing");
        var ends = graph.Integers(node, 2, "ends", mayBeBatch: true) ?? throw new UnsupportedException("its ends are missing");
        var axes = graph.Integers(node, 3, "axes") ?? [.. Enumerable.Range(0, starts.Length).Select(static i => (long)i)];
        var steps = graph.Integers(node, 4, "steps") ?? [.. starts.Select(static _ => 1L)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length || steps.Any(static s => s != 1))
        {
            throw new UnsupportedException(steps.Any(static s => s != 1) ? $"its steps are [{string.Join(", ", steps)}], and only 1 is taken" : "its starts, ends and axes differ in number");
        }

        if (graph.Get(node, 0) is ImportedConstant { Tensor: var tensor })
        {
            graph.Set(node, new ImportedConstant(Constant(tensor, starts, ends, axes)));
            return;
        }

        var x = graph.Samples(node, 0);
        ImportedValue result = x;
        int[] along = DistinctAxes(axes, x.Dims.Length + 1);
        for (var i = 0; i < starts.Length; i++)
        {
            if (along[i] == 0)
            {
                // All of a batch, however large.
                if (starts[i] != 0 || !(ends[i] >= OnnxTensor.MostComputed || ends[i] == OnnxTensor.Batch || ends[i] == graph.FixedBatch))
                {
                    throw Refused(0);
                }

                continue;
            }

            var size = x.Dims[along[i] - 1];
            var (start, end) = Bounds(starts[i], OnnxTensor.Number(ends[i]), size);
            result = along[i] == 1 ? Part(graph, result, start, end) : (start, end) == (0, size) ? result : throw Refused(along[i]);
        }

        graph.Set(node, result);
    }

    private static UnsupportedException Refused(int axis) => new($"it cuts along dimension {axis}, and [Chunk] parts channels, dimension 1");

    /// <summary>A part of the channels, which is one of several equal ones.</summary>
    public static ImportedValue Part(GraphReading graph, ImportedValue x, int start, int end)
    {
        var (size, channels) = (end - start, x.Value.Shape.Channels);
        if (size == channels)
        {
            return x;
        }

        return size > 0 && channels % size == 0 && start % size == 0
            ? x.WithChannels(graph.Add(new Producer.Chunk(start / size, channels / size), x.Value))
            : throw new UnsupportedException($"it takes channels {start} to {end - 1} of {channels}, which is none of several equal parts, as [Chunk] makes them");
    }

    /// <summary>Where a part begins and ends, counted from the end where it is negative.</summary>
    public static (int Start, int End) Bounds(long start, long end, int size)
    {
        var (from, to) = (Place(start), Place(end));
        return (from, Math.Max(from, to));

        int Place(long at) => (int)Math.Clamp(at < 0 ? at + size : at, 0, size);
    }

    private static OnnxTensor Constant(OnnxTensor tensor, long[] starts, long[] ends, long[] axes)
    {
        if (tensor.Dims.Length != 1 || starts.Length != 1 || Axis(axes[0], 1) != 0)
        {
            throw new UnsupportedException("it cuts a constant that is no list");
        }

        var (start, end) = Bounds(starts[0], OnnxTensor.Number(ends[0]), tensor.Length);
        return tensor.Pick(i => start + i, end - start);
    }
}
