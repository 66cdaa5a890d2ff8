namespace SsnGen.Tool.Onnx;

/// <summary>A constant of a model: floats, or integers as shapes and axes are.</summary>
internal sealed class OnnxTensor
{
    /// <summary>What stands for the size of the batch among integers that a model computes shapes with.</summary>
    public const long Batch = long.MinValue + 0x0BA7C;

    /// <summary>The most values that a constant may have that a model computes, or repeats one value in.</summary>
    public const int MostComputed = 1 << 24;

    /// <summary>The most dimensions that a constant may have, or a value of the network.</summary>
    public const int MostDimensions = 16;

    private OnnxTensor(int[] dims, float[]? floats, long[]? integers) => (Dims, Floats, Integers) = dims.Length <= MostDimensions
        ? (dims, floats, integers)
        : throw new UnsupportedException($"a constant has {dims.Length} dimensions, and at most {MostDimensions} are read");

    /// <summary>Its dimensions.</summary>
    public int[] Dims { get; }

    /// <summary>Its values, or null where they are integers.</summary>
    public float[]? Floats { get; }

    /// <summary>Its values, or null where they are floats.</summary>
    public long[]? Integers { get; }

    /// <summary>How many values it has.</summary>
    public int Length => Floats?.Length ?? Integers!.Length;

    /// <summary>Whether it has one value.</summary>
    public bool IsScalar => Length == 1;

    /// <summary>A tensor of floats.</summary>
    public static OnnxTensor Of(float[] values, params int[] dims) => new(dims, values, null);

    /// <summary>A tensor of integers.</summary>
    public static OnnxTensor Of(long[] values, params int[] dims) => new(dims, null, values);

    /// <summary>A value as a number.</summary>
    /// <exception cref="UnsupportedException">It is the size of the batch, which no number is.</exception>
    public double At(int index) => Floats is { } floats ? floats[index] : Number(Integers![index]);

    /// <summary>An integer that is not the size of the batch.</summary>
    /// <exception cref="UnsupportedException">It is.</exception>
    public static long Number(long value) => value != Batch ? value : throw new UnsupportedException("it computes with the size of the batch");

    /// <summary>The same values with other dimensions.</summary>
    public OnnxTensor Reshaped(params int[] dims) => new(dims, Floats, Integers);

    /// <summary>The values at some places.</summary>
    public OnnxTensor Pick(Func<int, int> place, params int[] dims)
    {
        var length = Count(dims);
        return Floats is { } floats
            ? Of([.. Enumerable.Range(0, length).Select(i => floats[place(i)])], dims)
            : Of([.. Enumerable.Range(0, length).Select(i => Integers![place(i)])], dims);
    }

    /// <summary>How many values a computed constant of such dimensions has.</summary>
    /// <exception cref="UnsupportedException">More than a computed constant may have.</exception>
    public static int Count(IReadOnlyList<int> dims)
    {
        var count = dims.Aggregate(1L, static (product, size) => product > MostComputed || size < 0 ? long.MaxValue / 2 : product * size);
        return count <= MostComputed ? (int)count : throw new UnsupportedException($"a constant of [{string.Join(", ", dims)}] is larger than any that shapes are computed with");
    }
}
