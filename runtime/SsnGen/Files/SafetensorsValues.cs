using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace SsnGen.Files;

/// <summary>Converts the bytes of a tensor, little-endian as in the file, to numbers.</summary>
internal static class SafetensorsValues
{
    /// <summary>Whether a type is one of floating-point numbers.</summary>
    public static bool IsFloat(SafetensorsType type) => type is SafetensorsType.F32 or SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F64;

    /// <summary>Floating-point numbers as floats, rounded to nearest.</summary>
    public static float[] ToFloats(string file, SafetensorsTensor tensor, ReadOnlySpan<byte> bytes)
    {
        if (!IsFloat(tensor.Type))
        {
            throw new WeightsException(file, tensor.Name, $"its dtype is {tensor.TypeName}, and F32 (or F16, BF16, F64) is needed.");
        }

        var size = SafetensorsTypes.Size(tensor.Type);
        var values = new float[bytes.Length / size];
        if (tensor.Type == SafetensorsType.F32 && BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        for (var i = 0; i < values.Length; i++)
        {
            var value = bytes[(size * i)..];
            values[i] = tensor.Type switch
            {
                SafetensorsType.F32 => BinaryPrimitives.ReadSingleLittleEndian(value),
                SafetensorsType.F64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(value),
                SafetensorsType.F16 => (float)BinaryPrimitives.ReadHalfLittleEndian(value),
                SafetensorsType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(value) << 16),
                _ => throw new InvalidOperationException($"Nothing reads {tensor.Type} as floats."),
            };
        }

        return values;
    }

    /// <summary>Integers and truth values as longs.</summary>
    public static long[] ToLongs(string file, string tensor, SafetensorsType type, ReadOnlySpan<byte> bytes)
    {
        var size = SafetensorsTypes.Size(type);
        var values = new long[bytes.Length / size];
        for (var i = 0; i < values.Length; i++)
        {
            var value = bytes[(size * i)..];
            values[i] = type switch
            {
                SafetensorsType.Bool or SafetensorsType.U8 => value[0],
                SafetensorsType.I8 => (sbyte)value[0],
                SafetensorsType.I16 => BinaryPrimitives.ReadInt16LittleEndian(value),
                SafetensorsType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(value),
                SafetensorsType.I32 => BinaryPrimitives.ReadInt32LittleEndian(value),
                SafetensorsType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(value),
                SafetensorsType.I64 => BinaryPrimitives.ReadInt64LittleEndian(value),
                SafetensorsType.U64 when BinaryPrimitives.ReadUInt64LittleEndian(value) is <= long.MaxValue and var small => (long)small,
                _ => throw new WeightsException(file, tensor, $"value {i} of {SafetensorsTypes.Name(type)} does not fit into 64 bits with a sign."),
            };
        }

        return values;
    }
}
