using System.Diagnostics.CodeAnalysis;

namespace SsnGen.Files;

/// <summary>The type of a tensor's elements in a safetensors file.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the format's names.")]
public enum SafetensorsType
{
    /// <summary>Boolean, one byte.</summary>
    Bool,

    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>Signed 8-bit integer.</summary>
    I8,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>Half precision (IEEE binary16).</summary>
    F16,

    /// <summary>bfloat16: the upper half of a float.</summary>
    BF16,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,

    /// <summary>Single precision.</summary>
    F32,

    /// <summary>Double precision.</summary>
    F64,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,

    /// <summary>A type that this library cannot read, such as F8_E4M3; <see cref="SafetensorsTensor.TypeName"/> says which.</summary>
    Other,
}

/// <summary>Names and sizes of the element types.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, SafetensorsType Type, int Size)[] All =
    [
        ("BOOL", SafetensorsType.Bool, 1),
        ("U8", SafetensorsType.U8, 1),
        ("I8", SafetensorsType.I8, 1),
        ("I16", SafetensorsType.I16, 2),
        ("U16", SafetensorsType.U16, 2),
        ("F16", SafetensorsType.F16, 2),
        ("BF16", SafetensorsType.BF16, 2),
        ("I32", SafetensorsType.I32, 4),
        ("U32", SafetensorsType.U32, 4),
        ("F32", SafetensorsType.F32, 4),
        ("F64", SafetensorsType.F64, 8),
        ("I64", SafetensorsType.I64, 8),
        ("U64", SafetensorsType.U64, 8),
    ];

    /// <summary>The name of a type in a file's header.</summary>
    public static string Name(SafetensorsType type) => Entry(type).Name;

    /// <summary>Bytes of one element.</summary>
    public static int Size(SafetensorsType type) => Entry(type).Size;

    /// <summary>The type of a name.</summary>
    public static SafetensorsType Parse(string name)
    {
        foreach (var entry in All)
        {
            if (string.Equals(entry.Name, name, StringComparison.Ordinal))
            {
                return entry.Type;
            }
        }

        return SafetensorsType.Other;
    }

    /// <summary>Bytes of a tensor; more than any array has where they are too many to count. A shape with a zero has none, in whatever order.</summary>
    public static long ByteCount(SafetensorsType type, ReadOnlySpan<int> shape)
    {
        if (shape.Contains(0))
        {
            return 0;
        }

        long count = Size(type);
        foreach (var size in shape)
        {
            // Below, a product of two such numbers fits a long.
            if (count > int.MaxValue)
            {
                break;
            }

            count *= size;
        }

        return count;
    }

    private static (string Name, SafetensorsType Type, int Size) Entry(SafetensorsType type) =>
        (uint)type < (uint)All.Length
            ? All[(int)type]
            : throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such element type.");
}
