namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads other orders of dimensions: of channels in groups, of pixels in channels, and of constants.</summary>
internal sealed class TransposeReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph)
    {
        var input = graph.Get(node, 0);
        var rank = input is ImportedConstant { Tensor: var t } ? t.Dims.Length : graph.Value(node, 0).Dims.Length + 1;
        var order = node.Ints("perm")?.Select(a => Axis(a, rank)).ToArray() ?? [.. Enumerable.Range(0, rank).Reverse()];
        if (order.Length != rank || order.Distinct().Count() != rank)
        {
            throw new UnsupportedException($"its perm is [{string.Join(", ", order)}] for {rank} dimensions");
        }

        if (input is ImportedConstant { Tensor: var tensor })
        {
            graph.Set(node, new ImportedConstant(Constant(tensor, order)));
            return;
        }

        var x = graph.Value(node, 0);
        if (order[0] != 0)
        {
            throw new UnsupportedException("it moves the batch, which stays the first dimension");
        }

        var (producer, isSame) = Of(x, order);
        int[] dims = [.. order.Skip(1).Select(o => x.Dims[o - 1])];
        graph.Set(node, new ImportedValue(isSame ? x.Value : graph.Add(producer!, x.Value), dims));
    }

    private static (Producer? Producer, bool IsSame) Of(ImportedValue x, int[] order)
    {
        // Only dimensions of one move.
        var moved = order.Skip(1).Where(o => x.Dims[o - 1] > 1).ToArray();
        if (moved.SequenceEqual(moved.Order()))
        {
            return (null, true);
        }

        var sides = x.Value.Shape.Sides;
        var channels = x.Value.Shape.Channels;
        return x.Dims switch
        {
            [var groups, var size, .. var rest] when rest.SequenceEqual(sides) && (long)groups * size == channels && order is [0, 2, 1, ..] && order.AsSpan(3).SequenceEqual(Enumerable.Range(3, rest.Length).ToArray())
                => (new Producer.ChannelShuffle(groups), false),
            [var c, var a, var b, var h, var w] when a == b && (long)c * a * b == channels && sides is [var height, var width] && (h, w) == (height, width) && order is [0, 1, 4, 2, 5, 3]
                => (new Producer.DepthToSpace(a), false),
            [var a, var b, var c, var h, var w] when a == b && (long)c * a * b == channels && sides is [var height, var width] && (h, w) == (height, width) && order is [0, 3, 4, 1, 5, 2]
                => (new Producer.DepthToSpace(a, PixelsFirst: true), false),
            _ => throw new UnsupportedException($"it makes the order [{string.Join(", ", order)}] of {x.Words}: only channels in groups and pixels in channels change places"),
        };
    }

    private static OnnxTensor Constant(OnnxTensor tensor, int[] order)
    {
        var rank = order.Length;
        int[] dims = [.. order.Select(o => tensor.Dims[o])];
        var steps = new int[rank];
        var step = 1;
        for (var i = rank - 1; i >= 0; i--)
        {
            steps[i] = step;
            step *= tensor.Dims[i];
        }

        return tensor.Pick(
            at =>
            {
                var place = 0;
                for (var i = rank - 1; i >= 0; i--)
                {
                    (at, var index) = Math.DivRem(at, dims[i]);
                    place += index * steps[order[i]];
                }

                return place;
            },
            dims);
    }
}
