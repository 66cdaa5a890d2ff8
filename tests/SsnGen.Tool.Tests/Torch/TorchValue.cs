using System.Runtime.InteropServices;

namespace SsnGen.Tool.Tests.Torch;

/// <summary>A tensor to be saved as PyTorch saves it: a view of a storage.</summary>
internal sealed record TorchValue(string StorageType, int ElementSize, byte[] Storage, int[] Shape)
{
    public int Offset { get; init; }

    /// <summary>Where a view of the storage begins and how long it is, as files before PyTorch 0.4 have it; null for none.</summary>
    public (int Offset, int Count)? View { get; init; }

    /// <summary>The type that is said beside an untyped storage, such as <c>uint16</c>; null where the storage has one.</summary>
    public string? Type { get; init; }

    public int[] Strides { get; init; } = Contiguous(Shape);

    public static TorchValue Floats(float[] values, params int[] shape) => new("FloatStorage", 4, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), shape);

    public static TorchValue Longs(long[] values, params int[] shape) => new("LongStorage", 8, MemoryMarshal.AsBytes(values.AsSpan()).ToArray(), shape);

    public static int[] Contiguous(int[] shape)
    {
        var strides = new int[shape.Length];
        var step = 1;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= Math.Max(1, shape[i]);
        }

        return strides;
    }
}
