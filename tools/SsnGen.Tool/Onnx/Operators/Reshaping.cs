namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Gives values other dimensions: the layers behind say whether they can read them.</summary>
internal static class Reshaping
{
    /// <summary>Says that a node computes what it reads, in other dimensions.</summary>
    /// <param name="node">The node.</param>
    /// <param name="graph">Knows what it reads.</param>
    /// <param name="dims">The dimensions behind the batch, of those that it reads.</param>
    public static void Set(OnnxNode node, GraphReading graph, Func<ImportedValue, int[]> dims)
    {
        var x = graph.Value(node, 0);
        graph.Set(node, new ImportedValue(x.Value, dims(x)));
    }

    /// <summary>The dimensions behind the batch of a shape that is asked for.</summary>
    /// <param name="graph">Knows the size of the batch.</param>
    /// <param name="x">What is reshaped.</param>
    /// <param name="target">The shape: 0 for the dimension at the same place, −1 for what is left.</param>
    /// <param name="keepsZero">Whether 0 is a size.</param>
    public static int[] Dims(GraphReading graph, ImportedValue x, long[] target, bool keepsZero)
    {
        var length = x.Dims.Aggregate(1L, static (product, d) => product * d);
        if (target.Length is < 2 or > OnnxTensor.MostDimensions)
        {
            throw Refused(x, target);
        }

        var isBatch = target[0] == OnnxTensor.Batch || (target[0] == 0 && !keepsZero) || (graph.FixedBatch is { } batch && target[0] == batch);
        var dims = new long[target.Length - 1];
        var (product, open) = (1L, -1);
        for (var i = 0; i < dims.Length; i++)
        {
            var size = target[i + 1] == 0 && !keepsZero && i < x.Dims.Length ? x.Dims[i] : target[i + 1];
            if (size == -1 && open < 0)
            {
                open = i;
                continue;
            }

            if (size < 1 || size > length)
            {
                throw Refused(x, target);
            }

            dims[i] = size;
            product = Math.Min(product * size, long.MaxValue / length);
        }

        // The open one may be the batch itself, where all others are there.
        if (target[0] == -1 ? open >= 0 || product != length : !isBatch || (open < 0 ? product != length : length % product != 0))
        {
            throw Refused(x, target);
        }

        if (open >= 0)
        {
            dims[open] = length / product;
        }

        return [.. dims.Select(static d => (int)d)];
    }

    private static UnsupportedException Refused(ImportedValue x, long[] target) =>
        new($"it makes [{string.Join(", ", target.Select(static t => t == OnnxTensor.Batch ? "N" : $"{t}"))}] of {x.Words}: the batch stays the first dimension");
}
