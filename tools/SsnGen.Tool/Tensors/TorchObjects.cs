using SsnGen.Tool.Pickles;

namespace SsnGen.Tool.Tensors;

/// <summary>What pickles of PyTorch are made of beside Python's objects: storages by persistent ids, and tensors that are rebuilt from them.</summary>
internal sealed class TorchObjects : PickleHost
{
    // A subclass of tensors, made by the function that it names; by another one than itself.
    private const string FromType = "_rebuild_from_type_v2";
    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>The storages that were referred to, by key.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <summary>
    /// A storage: ('storage', class, key, location, count). Files of PyTorch before 1.6 may add a view of it, (key, offset, count), and
    /// refer to modules with their source by ('module', class, file, source), of which the class is left.
    /// </summary>
    public override object? Persistent(object? id)
    {
        switch (id)
        {
            case object?[] and ["storage", var type, string key, _, >= 0L and var count, ..]:
                var storage = new TorchStorage(key, TorchType.OfStorage(type), (long)count);
                if (!_storages.TryAdd(key, storage) && _storages[key] != storage)
                {
                    throw new FormatException($"the storage '{key}' is described in two ways");
                }

                return id is object?[] { Length: > 5 } and [.., object?[] view] ? View(storage, view) : storage;
            case object?[] and ["module", PickleGlobal module, ..]:
                return module;
            default:
                throw new FormatException("a persistent id is not that of a storage");
        }
    }

    /// <inheritdoc/>
    public override object? Call(PickleGlobal function, object?[] arguments) => (function.Module, function.Name, arguments) switch
    {
        ("torch._utils", "_rebuild_tensor" or "_rebuild_tensor_v2", [var storage, var offset, var shape, var strides, ..]) => Tensor(storage, null, offset, shape, strides),
        ("torch._utils", "_rebuild_tensor_v3", [var storage, var offset, var shape, var strides, _, _, var type, ..]) => Tensor(storage, TorchType.OfType(type), offset, shape, strides),
        ("torch._utils", "_rebuild_parameter" or "_rebuild_parameter_with_state", [TorchTensor tensor, ..]) => tensor,
        ("torch.nn.parameter", "Parameter", [TorchTensor tensor, ..]) => tensor,
        ("torch._tensor" or "torch.tensor", FromType, [PickleGlobal { Name: not FromType } rebuild, _, object?[] inner, ..]) => Call(rebuild, inner) as TorchTensor ?? base.Call(function, arguments),
        ("torch", "Size", [object?[] size]) => size,
        ("torch._utils", var other, _) when other.StartsWith("_rebuild_", StringComparison.Ordinal) => TorchTensor.Unread(other),
        _ => base.Call(function, arguments),
    };

    private static TorchTensor Tensor(object? storage, TorchType? type, object? offset, object? shape, object? strides) => storage switch
    {
        TorchStorage whole => TorchTensor.Of(whole, Type(whole, type), offset, shape, strides),
        StorageView view when offset is long start => TorchTensor.Of(view.Storage, Type(view.Storage, type), start + view.Offset, shape, strides),
        _ => throw new FormatException("a tensor has no storage"),
    };

    // A storage of a class that is not known cannot be read, whatever its tensor says of itself.
    private static TorchType Type(TorchStorage storage, TorchType? type) => storage.Type.Size == 0 ? storage.Type : type ?? storage.Type;

    private static StorageView View(TorchStorage storage, object?[] view) => view is [_, >= 0L and var offset, >= 0L] && (long)offset <= storage.Count
        ? new StorageView(storage, (long)offset)
        : throw new FormatException("a view of a storage is none");

    private sealed record StorageView(TorchStorage Storage, long Offset);
}
