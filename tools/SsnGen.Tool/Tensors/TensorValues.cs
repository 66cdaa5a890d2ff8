using System.Buffers.Binary;
using SsnGen.Files;

namespace SsnGen.Tool.Tensors;

/// <summary>Values of tensors as they are, without rounding.</summary>
internal static class TensorValues
{
    /// <summary>Floating-point numbers as doubles, which hold all of them.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="bytes">Its values, little-endian.</param>
    public static double[] Doubles(TensorEntry tensor, ReadOnlySpan<byte> bytes)
    {
        var size = SafetensorsTypes.Size(tensor.Element);
        var values = new double[bytes.Length / size];
        for (var i = 0; i < values.Length; i++)
        {
            var value = bytes[(size * i)..];
            values[i] = tensor.Element switch
            {
                SafetensorsType.F32 => BinaryPrimitives.ReadSingleLittleEndian(value),
                SafetensorsType.F64 => BinaryPrimitives.ReadDoubleLittleEndian(value),
                SafetensorsType.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(value),
                SafetensorsType.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(value) << 16),
                _ => throw new InvalidOperationException($"Nothing reads {tensor.Type} as numbers."),
            };
        }

        return values;
    }
}
