using SsnGen.Files;
using SsnGen.Tool.Pickles;

namespace SsnGen.Tool.Tensors;

/// <summary>The type of the elements of a PyTorch storage.</summary>
/// <param name="Name">What it is called: as safetensors does, or as PyTorch does where that cannot be read.</param>
/// <param name="Size">Bytes of an element; 0 where they are not known.</param>
internal sealed record TorchType(string Name, int Size)
{
    private static readonly Dictionary<string, TorchType> Storages = new(StringComparer.Ordinal)
    {
        ["FloatStorage"] = Of(SafetensorsType.F32),
        ["DoubleStorage"] = Of(SafetensorsType.F64),
        ["HalfStorage"] = Of(SafetensorsType.F16),
        ["BFloat16Storage"] = Of(SafetensorsType.BF16),
        ["LongStorage"] = Of(SafetensorsType.I64),
        ["IntStorage"] = Of(SafetensorsType.I32),
        ["ShortStorage"] = Of(SafetensorsType.I16),
        ["CharStorage"] = Of(SafetensorsType.I8),
        ["ByteStorage"] = Of(SafetensorsType.U8),
        ["BoolStorage"] = Of(SafetensorsType.Bool),
        ["ComplexFloatStorage"] = new("complex64", 8),
        ["ComplexDoubleStorage"] = new("complex128", 16),
        ["QInt8Storage"] = new("qint8", 1),
        ["QUInt8Storage"] = new("quint8", 1),
        ["QInt32Storage"] = new("qint32", 4),
        ["UntypedStorage"] = new("bytes", 1),
        ["_UntypedStorage"] = new("bytes", 1),
    };

    private static readonly Dictionary<string, TorchType> Types = new(StringComparer.Ordinal)
    {
        ["float32"] = Of(SafetensorsType.F32),
        ["float64"] = Of(SafetensorsType.F64),
        ["float16"] = Of(SafetensorsType.F16),
        ["bfloat16"] = Of(SafetensorsType.BF16),
        ["int64"] = Of(SafetensorsType.I64),
        ["int32"] = Of(SafetensorsType.I32),
        ["int16"] = Of(SafetensorsType.I16),
        ["int8"] = Of(SafetensorsType.I8),
        ["uint8"] = Of(SafetensorsType.U8),
        ["uint16"] = Of(SafetensorsType.U16),
        ["uint32"] = Of(SafetensorsType.U32),
        ["uint64"] = Of(SafetensorsType.U64),
        ["bool"] = Of(SafetensorsType.Bool),
    };

    /// <summary>The type of a class of storages, such as <c>torch.cuda.FloatStorage</c>.</summary>
    /// <exception cref="FormatException">It is no such class.</exception>
    public static TorchType OfStorage(object? storage) => storage is PickleGlobal { Module: "torch" or "torch.cuda" or "torch.storage" or "torch.sparse" } global
        ? Storages.GetValueOrDefault(global.Name) ?? new TorchType(global.Name, 0)
        : throw new FormatException($"a storage is of the class {storage ?? "None"}, which is none of PyTorch's");

    /// <summary>A type as such, such as <c>torch.uint16</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TorchType OfType(object? type) => type is PickleGlobal { Module: "torch" } global
        ? Types.GetValueOrDefault(global.Name) ?? new TorchType(global.Name, 0)
        : throw new FormatException("the type of a tensor is none of PyTorch's");

    private static TorchType Of(SafetensorsType type) => new(SafetensorsTypes.Name(type), SafetensorsTypes.Size(type));
}
