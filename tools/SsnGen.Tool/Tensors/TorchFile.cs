using SsnGen.Files;

namespace SsnGen.Tool.Tensors;

/// <summary>What <c>torch.save</c> has written. Nothing that it would have Python execute is executed.</summary>
internal abstract class TorchFile : TensorFile
{
    /// <summary>How many times the size of the file its tensors may have, since they may share storages.</summary>
    protected const int MostViews = 8;

    /// <summary>Bytes that are allowed whatever the size of the file.</summary>
    protected const long SmallSize = 64_000_000;

    // A storage is read again where tensors of another one came between.
    private const int MostReads = 100;

    private readonly TorchTree _tree;
    private readonly long _size;
    private Int128 _read;
    private (TorchStorage Storage, byte[] Bytes)? _last;

    /// <summary>Describes a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="tree">What it holds.</param>
    /// <param name="size">Its size in bytes.</param>
    protected TorchFile(string path, TorchTree tree, long size)
    {
        Path = path;
        (_tree, _size) = (tree, size);
        var total = tree.Tensors.Values.Aggregate((Int128)0, static (sum, tensor) => sum + ((Int128)tensor.Length * tensor.Type.Size));
        if (total > SmallSize + ((Int128)MostViews * size))
        {
            throw new WeightsException(path, null, $"its tensors have {total} bytes, and the file {size}: it shares its storages out too often to be weights.");
        }
    }

    public override string Path { get; }

    public override IReadOnlyDictionary<string, string> Metadata => _tree.Metadata;

    public override IReadOnlyList<TensorEntry> Tensors => _tree.Entries;

    public override byte[] ToBytes(TensorEntry tensor)
    {
        var view = _tree.Tensors[tensor.Name];
        if (view.Type.Size == 0)
        {
            throw new WeightsException(Path, tensor.Name, $"its dtype is {view.Type.Name}, which cannot be read.");
        }

        if (_last is not { } last || last.Storage != view.Storage)
        {
            _read += SizeOf(tensor.Name, view.Storage);
            if (_read > SmallSize + ((Int128)MostReads * _size))
            {
                throw new WeightsException(Path, tensor.Name, $"its storages would be read {MostReads} times, since tensors share them in turns: save clones of the tensors.");
            }

            last = (view.Storage, Storage(tensor.Name, view.Storage));
            _last = last;
        }

        return view.Contiguous(last.Bytes.AsSpan((int)(view.Offset * view.Type.Size)));
    }

    /// <summary>The size of a storage.</summary>
    /// <exception cref="WeightsException">It is too large.</exception>
    protected int SizeOf(string tensor, TorchStorage storage)
    {
        var size = storage.Count <= Array.MaxLength ? storage.Count * storage.Type.Size : long.MaxValue;
        return size <= Array.MaxLength ? (int)size : throw new WeightsException(Path, tensor, $"its storage has more than the supported {Array.MaxLength} bytes.");
    }

    /// <summary>Reads a whole storage.</summary>
    protected abstract byte[] Storage(string tensor, TorchStorage storage);

    /// <summary>Runs what reads a file, and says what is wrong with it.</summary>
    protected static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new WeightsException(path, null, $"the pickle in it is damaged, or not one that torch.save writes: {e.Message}.", e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new WeightsException(path, null, "it cannot be read: " + e.Message, e);
        }
    }
}
