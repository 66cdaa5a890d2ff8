using SsnGen.Tool.Onnx.Moments;

namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads other dimensions.</summary>
internal sealed class ReshapeReader : OperatorReader
{
    public override int MostInputs => 2;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var target = graph.Constant(node, 1, "dimensions").Integers ?? throw new UnsupportedException("its dimensions are no integers");
        var keepsZero = node.Int("allowzero", 0) != 0;
        if (graph.Get(node, 0) is ImportedConstant { Tensor: var tensor })
        {
            graph.Set(node, new ImportedConstant(Constant(tensor, target)));
            return;
        }

        if (graph.Get(node, 0) is Statistic statistic && MomentReading.Reshaped(statistic, target) is { } reshaped)
        {
            graph.Set(node, reshaped);
            return;
        }

        Reshaping.Set(node, graph, x => Reshaping.Dims(graph, x, target, keepsZero));
    }

    private static OnnxTensor Constant(OnnxTensor tensor, long[] target)
    {
        long[] dims = [.. target.Select((t, i) => t == 0 && i < tensor.Dims.Length ? tensor.Dims[i] : t)];
        var known = dims.Where(static d => d != -1).Aggregate(1L, static (product, d) => d is < 0 or > int.MaxValue || product > int.MaxValue ? -1 : product * d);
        var open = dims.Count(static d => d == -1);
        return known > 0 && open <= 1 && (open == 0 ? known == tensor.Length : tensor.Length % known == 0)
            ? tensor.Reshaped([.. dims.Select(d => d == -1 ? (int)(tensor.Length / known) : (int)d)])
            : throw new UnsupportedException("it gives a constant dimensions of another number of values");
    }
}
