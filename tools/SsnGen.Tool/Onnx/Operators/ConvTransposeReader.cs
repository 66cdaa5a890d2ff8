namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads transposed convolutions.</summary>
internal sealed class ConvTransposeReader : OperatorReader
{
    private const int MostStride = 64;

    public override int MostInputs => 3;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Pictures(node, 0);
        var (shape, rank) = (x.Value.Shape, x.Value.Shape.Rank);
        if (rank != 2)
        {
            throw new UnsupportedException("it is for pictures, [N, C, H, W]");
        }

        node.Require("group", 1, "groups of transposed convolutions are no layer");
        var (dims, weights) = ConvReader.Weights(node, graph, rank);
        if (dims[0] != shape.Channels)
        {
            throw new UnsupportedException($"its weights are for {dims[0]} channels, and it reads {shape.Channels}");
        }

        var axes = Enumerable.Range(0, rank).Select(i => Axis(node, i, dims[i + 2], shape.Sides[i], rank)).ToArray();
        if (axes[0] != axes[1])
        {
            throw new UnsupportedException("its kernel, stride, padding or dilation differ between height and width, which [ConvTranspose] has one number for");
        }

        var (axis, output) = axes[0];
        var bias = node.Has(2) ? graph.Floats(node, 2, "biases") : null;
        ConvReader.CheckBias(bias, dims[1]);
        var layer = graph.Add(new Producer.ConvTranspose(dims[1], new Window(axis.Kernel, axis.Stride, axis.Before, axis.Dilation), output, bias is not null), x.Value);
        (layer.Weight, layer.Bias) = (weights, bias);
        layer.Hints.Insert(0, node.Inputs[1]);
        graph.Set(node, GraphReading.Natural(layer, isFlat: false));
    }

    // One more pixel before than behind is one of output padding.
    private static (WindowAxis Axis, int OutputPadding) Axis(OnnxNode node, int i, int kernel, int size, int rank)
    {
        if (WindowAttributes.List(node, "kernel_shape", rank, null, 1) is { } given && given[i] != kernel)
        {
            throw new UnsupportedException($"its kernel_shape is {given[i]}, and its weights are for {kernel}");
        }

        var axis = new WindowAxis(kernel, WindowAttributes.List(node, "strides", rank, 1, 1)![i], Dilation: WindowAttributes.List(node, "dilations", rank, 1, 1)![i]);
        var more = WindowAttributes.List(node, "output_padding", rank, 0, 0)![i];
        var (rule, pads) = WindowAttributes.Padding(node, rank);
        var (before, after) = (pads[i], pads[i + rank]);
        var wanted = WindowAttributes.List(node, "output_shape", rank, null, 1)?[i];
        if (rule is "SAME_UPPER" or "SAME_LOWER" || wanted is not null)
        {
            var total = (int)Math.Max(0, ((size - 1L) * axis.Stride) + more + axis.Span - (wanted ?? (long)size * axis.Stride));
            before = rule == "SAME_UPPER" ? total / 2 : total - (total / 2);
            after = total - before;
            more = wanted is { } w ? (int)Math.Max(more, w - (((size - 1L) * axis.Stride) + axis.Span - total)) : more;
        }

        more += before - after;
        if (axis.Stride > MostStride || more < 0 || more >= axis.Stride)
        {
            throw new UnsupportedException($"with stride {axis.Stride}, pads {before} and {after}, its output would be padded by {more}, and 0 to less than the stride (of at most {MostStride}) is possible");
        }

        return (axis with { Before = before, After = before }, more);
    }
}
