namespace SsnGen.Tool.Onnx.Functions;

/// <summary>Constants that are stretched over dimensions, as NumPy's.</summary>
internal static class Broadcast
{
    /// <summary>An operation of two constants.</summary>
    /// <param name="graph">Knows what that may cost.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    /// <exception cref="UnsupportedException">Their dimensions do not go together, or it computes with the size of the batch.</exception>
    public static OnnxTensor Of(GraphReading graph, BinaryOperation operation, OnnxTensor a, OnnxTensor b)
    {
        var rank = Math.Max(a.Dims.Length, b.Dims.Length);
        var (left, right) = (Padded(a.Dims, rank), Padded(b.Dims, rank));
        var dims = left.Zip(right, static (x, y) => x == y || y == 1 ? x : x == 1 ? y : throw new UnsupportedException("the dimensions of its constants do not go together")).ToArray();
        var length = OnnxTensor.Count(dims);
        graph.Budget.Spend((long)length * Math.Max(1, rank));
        if (a.Integers is not { } i || b.Integers is not { } j)
        {
            return OnnxTensor.Of([.. Enumerable.Range(0, length).Select(at => (float)operation.Of(a.At(Place(at, dims, left)), b.At(Place(at, dims, right))))], dims);
        }

        return OnnxTensor.Of([.. Enumerable.Range(0, length).Select(at => Integer(operation, i[Place(at, dims, left)], j[Place(at, dims, right)]))], dims);
    }

    /// <summary>One number for each channel of a value that a constant is stretched over.</summary>
    /// <param name="graph">Knows what that may cost.</param>
    /// <param name="constant">The constant.</param>
    /// <param name="value">The value.</param>
    /// <exception cref="UnsupportedException">It differs within a channel, or between samples.</exception>
    public static double[] PerChannel(GraphReading graph, OnnxTensor constant, ImportedValue value)
    {
        var rank = value.Dims.Length + 1;
        if (constant.Dims.Length > rank)
        {
            throw new UnsupportedException($"its constant has {constant.Dims.Length} dimensions, and the value {rank}");
        }

        int[] all = [1, .. value.Dims];
        var stretched = Padded(constant.Dims, rank);
        for (var i = 0; i < rank; i++)
        {
            if (stretched[i] != 1 && stretched[i] != all[i])
            {
                throw new UnsupportedException($"its constant is [{string.Join(", ", constant.Dims)}], and the value {value.Words}");
            }
        }

        var (channels, slab) = (value.Value.Shape.Channels, value.Value.Shape.SlabSize);
        var looksAtAll = !value.IsNatural || stretched.Skip(2).Any(static d => d != 1);
        graph.Budget.Spend(looksAtAll ? (long)channels * slab : channels);
        var numbers = new double[channels];
        for (var c = 0; c < channels; c++)
        {
            numbers[c] = constant.At(Place((long)c * slab, all, stretched));
            for (var i = 1; looksAtAll && i < slab; i++)
            {
                if (constant.At(Place(((long)c * slab) + i, all, stretched)) != numbers[c])
                {
                    throw new UnsupportedException("its constant has a value of its own for each pixel, and a layer has one for each channel");
                }
            }
        }

        return numbers;
    }

    private static int[] Padded(int[] dims, int rank) => [.. Enumerable.Repeat(1, rank - dims.Length), .. dims];

    // The place in a stretched tensor of one in all.
    private static int Place(long at, int[] all, int[] stretched)
    {
        var (place, step) = (0L, 1L);
        for (var i = all.Length - 1; i >= 0; i--)
        {
            var (rest, index) = Math.DivRem(at, all[i]);
            at = rest;
            place += stretched[i] == 1 ? 0 : index * step;
            step *= stretched[i];
        }

        return (int)place;
    }

    private static long Integer(BinaryOperation operation, long a, long b)
    {
        if (a == OnnxTensor.Batch || b == OnnxTensor.Batch)
        {
            return (operation.Name, a, b) switch
            {
                ("Mul" or "Div", _, 1) or ("Add" or "Sub", _, 0) => OnnxTensor.Batch,
                ("Mul", 1, _) or ("Add", 0, _) => OnnxTensor.Batch,
                _ => throw new UnsupportedException("it computes with the size of the batch"),
            };
        }

        return operation.Name switch
        {
            "Add" => checked(a + b),
            "Sub" => checked(a - b),
            "Mul" => checked(a * b),
            "Div" => b is 0 or -1 ? throw new UnsupportedException($"it divides a whole number by {b}") : a / b,
            "Min" => Math.Min(a, b),
            "Max" => Math.Max(a, b),
            _ => throw new UnsupportedException($"{operation.Name} of whole numbers"),
        };
    }
}
