namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads zeros around pictures, which the convolution or pooling behind takes in.</summary>
internal sealed class PadReader : OperatorReader
{
    private const int OfInputs = 11;

    public override int MostInputs => 4;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Pictures(node, 0);
        if (node.Text("mode", "constant") is not "constant" and var mode)
        {
            throw new UnsupportedException($"its mode is {Problems.Shortened(mode)}, and around a picture lies a constant");
        }

        var pads = (node.OperatorSet < OfInputs ? node.Ints("pads") : graph.Constant(node, 1, "pads").Integers) ?? throw new UnsupportedException("its pads are missing");
        var value = node.OperatorSet < OfInputs ? node.Float("value", 0) : graph.ConstantOrNull(node, 2, "value") is not { } v ? 0
            : v.IsScalar ? v.At(0) : throw new UnsupportedException($"its value is no number, but {v.Length} of them");
        var rank = x.Dims.Length + 1;
        int[] axes = graph.Integers(node, 3, "axes") is { } given ? DistinctAxes(given, rank) : [.. Enumerable.Range(0, rank)];
        if (pads.Length != 2 * axes.Length || pads.Any(static p => p is < 0 or > Window.MostPixels))
        {
            throw new UnsupportedException($"its pads are [{string.Join(", ", pads)}]: two for each of its {axes.Length} axes are needed, of at least 0");
        }

        var (before, after) = (new int[rank], new int[rank]);
        for (var i = 0; i < axes.Length; i++)
        {
            (before[axes[i]], after[axes[i]]) = ((int)pads[i], (int)pads[i + axes.Length]);
        }

        if (before[0] + before[1] + after[0] + after[1] > 0)
        {
            throw new UnsupportedException("it pads the batch or channels");
        }

        graph.Set(node, before.Concat(after).Any(static p => p > 0) ? new ImportedPadding(x, before[2..], after[2..], value) : x);
    }
}
