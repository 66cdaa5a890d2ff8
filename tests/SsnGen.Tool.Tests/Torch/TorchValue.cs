using System.Runtime.InteropServices;

namespace SsnGen.Tool.Tests.Torch;

/// <summary>A tensor to be saved as PyTorch saves it: a view of a storage.</summary>
internal sealed record TorchValue(string StorageType, int ElementSize, byte[] Storage, int[] Shape)
{
    public int Offset { get; init; }

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
