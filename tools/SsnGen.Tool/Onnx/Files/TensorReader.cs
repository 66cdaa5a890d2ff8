using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SsnGen.Onnx.Format;
using static SsnGen.Onnx.Format.TensorProto.Types;

namespace SsnGen.Tool.Onnx.Files;

/// <summary>Reads the values of a tensor, in whichever of the format's fields they lie.</summary>
internal static class TensorReader
{
    /// <summary>Reads a tensor.</summary>
    /// <param name="tensor">The message.</param>
    /// <exception cref="UnsupportedException">Its values lie in another file, are of another type, or are not as many as its dimensions say.</exception>
    public static OnnxTensor Read(TensorProto tensor)
    {
        if (tensor.DataLocation == DataLocation.External)
        {
            throw new UnsupportedException($"the values of '{Problems.Shortened(tensor.Name)}' lie in another file: save the model with its weights inside (in PyTorch, external_data=False)");
        }

        var (dims, length) = Dimensions(tensor);
        return (DataType)(int)tensor.DataType switch
        {
            DataType.Float => OnnxTensor.Of(tensor.RawData.IsEmpty ? [.. Checked(tensor, tensor.FloatData, length)] : Raw(tensor, length, 4, BinaryPrimitives.ReadSingleLittleEndian), dims),
            DataType.Double => OnnxTensor.Of(tensor.RawData.IsEmpty
                ? [.. Checked(tensor, tensor.DoubleData, length).Select(static d => (float)d)]
                : Raw(tensor, length, 8, static b => (float)BinaryPrimitives.ReadDoubleLittleEndian(b)), dims),
            DataType.Float16 => OnnxTensor.Of(tensor.RawData.IsEmpty
                ? [.. Checked(tensor, tensor.Int32Data, length).Select(static i => (float)BitConverter.UInt16BitsToHalf((ushort)i))]
                : Raw(tensor, length, 2, static b => (float)BinaryPrimitives.ReadHalfLittleEndian(b)), dims),
            DataType.Bfloat16 => OnnxTensor.Of(tensor.RawData.IsEmpty
                ? [.. Checked(tensor, tensor.Int32Data, length).Select(static i => Upper((ushort)i))]
                : Raw(tensor, length, 2, static b => Upper(BinaryPrimitives.ReadUInt16LittleEndian(b))), dims),
            DataType.Int64 => OnnxTensor.Of(tensor.RawData.IsEmpty ? [.. Checked(tensor, tensor.Int64Data, length)] : Raw(tensor, length, 8, BinaryPrimitives.ReadInt64LittleEndian), dims),
            DataType.Int32 => OnnxTensor.Of(tensor.RawData.IsEmpty ? Integers(tensor, length) : Raw(tensor, length, 4, static b => (long)BinaryPrimitives.ReadInt32LittleEndian(b)), dims),
            DataType.Int8 => OnnxTensor.Of(tensor.RawData.IsEmpty ? Integers(tensor, length) : Raw(tensor, length, 1, static b => (long)(sbyte)b[0]), dims),
            DataType.Uint8 or DataType.Bool => OnnxTensor.Of(tensor.RawData.IsEmpty ? Integers(tensor, length) : Raw(tensor, length, 1, static b => (long)b[0]), dims),
            var other => throw new UnsupportedException($"'{Problems.Shortened(tensor.Name)}' has values of the type {other}: floats and integers are read"),
        };
    }

    private static (int[] Dims, int Length) Dimensions(TensorProto tensor)
    {
        if (tensor.Dims.Any(static d => d is < 0 or > int.MaxValue))
        {
            throw new UnsupportedException($"'{Problems.Shortened(tensor.Name)}' has dimensions that no tensor has");
        }

        var length = tensor.Dims.Aggregate(1L, static (product, size) => product > int.MaxValue ? product : product * size);
        return length <= int.MaxValue / 8 ? ([.. tensor.Dims.Select(static d => (int)d)], (int)length) : throw new UnsupportedException($"'{Problems.Shortened(tensor.Name)}' is larger than the file can be");
    }

    private static long[] Integers(TensorProto tensor, int length) => [.. Checked(tensor, tensor.Int32Data, length).Select(static i => (long)i)];

    private static IList<T> Checked<T>(TensorProto tensor, IList<T> values, int length) => values.Count == length ? values : throw Damaged(tensor, length, values.Count);

    private delegate T ReadValue<T>(ReadOnlySpan<byte> bytes);

    private static T[] Raw<T>(TensorProto tensor, int length, int size, ReadValue<T> read)
    {
        var bytes = tensor.RawData.Span;
        if (bytes.Length != (long)length * size)
        {
            throw Damaged(tensor, length, bytes.Length / size);
        }

        var values = new T[length];
        if (BitConverter.IsLittleEndian && values is float[] floats && size == sizeof(float))
        {
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(floats);
            return values;
        }

        for (var i = 0; i < length; i++)
        {
            values[i] = read(bytes.Slice(i * size, size));
        }

        return values;
    }

    private static float Upper(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static UnsupportedException Damaged(TensorProto tensor, int length, int found) => new($"'{Problems.Shortened(tensor.Name)}' has {found} values, and its dimensions say {length}: the file is damaged");
}
