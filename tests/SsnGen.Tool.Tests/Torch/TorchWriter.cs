using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace SsnGen.Tool.Tests.Torch;

/// <summary>
/// Writes files as <c>torch.save</c> does, in its format since PyTorch 1.6 and in the one before: dictionaries, texts, numbers, and
/// tensors whose storages lie outside of the pickle.
/// </summary>
internal sealed class TorchWriter
{
    private readonly List<(byte[] Bytes, string Type, int Count)> _storages = [];
    private readonly string _location;
    private readonly bool _hasViews;

    private TorchWriter(string location, bool hasViews) => (_location, _hasViews) = (location, hasViews);

    /// <summary>The format since PyTorch 1.6.</summary>
    public static void Zip(string path, object root, string location = "cpu")
    {
        var writer = new TorchWriter(location, hasViews: false);
        var pickle = writer.Pickle(root);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        Entry(archive, "weights/data.pkl", pickle);
        Entry(archive, "weights/byteorder", "little"u8.ToArray());
        for (var i = 0; i < writer._storages.Count; i++)
        {
            Entry(archive, $"weights/data/{i}", writer._storages[i].Bytes);
        }

        Entry(archive, "weights/version", "3\n"u8.ToArray());
    }

    /// <summary>The format before PyTorch 1.6.</summary>
    public static void Legacy(string path, object root, string location = "cuda:0")
    {
        var writer = new TorchWriter(location, hasViews: true);
        using var stream = File.Create(path);
        stream.Write(new PickleBuilder().Protocol().Do(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).Stop().Bytes);
        stream.Write(new PickleBuilder().Protocol().Do("M").Do(0xe9, 0x03).Stop().Bytes);
        stream.Write(new PickleBuilder().Protocol().Do("}(").Text("protocol_version").Do("M").Do(0xe9, 0x03).Text("little_endian").Do(0x88).Do("u").Stop().Bytes);
        stream.Write(writer.Pickle(root));
        var keys = new PickleBuilder().Protocol().Do("](");
        for (var i = 0; i < writer._storages.Count; i++)
        {
            keys.Text(Key(i));
        }

        stream.Write(keys.Do("e").Stop().Bytes);
        var count = new byte[8];
        foreach (var storage in writer._storages)
        {
            BinaryPrimitives.WriteInt64LittleEndian(count, storage.Count);
            stream.Write(count);
            stream.Write(storage.Bytes);
        }
    }

    private static void Entry(ZipArchive archive, string name, byte[] bytes)
    {
        using var stream = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(bytes);
    }

    private static string Key(int storage) => (94_000_000_000 + storage).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private byte[] Pickle(object root)
    {
        var pickle = new PickleBuilder().Protocol();
        Write(pickle, root);
        return pickle.Stop().Bytes;
    }

    private void Write(PickleBuilder pickle, object value)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object> dictionary:
                pickle.Global("collections", "OrderedDict").Do(")R(");
                foreach (var (key, item) in dictionary)
                {
                    pickle.Text(key);
                    Write(pickle, item);
                }

                pickle.Do("u");

                // As PyTorch's state_dict has it.
                pickle.Do("}").Text("_metadata").Global("collections", "OrderedDict").Do(")Rsb");
                break;
            case string text:
                pickle.Text(text);
                break;
            case long number:
                pickle.Int(number);
                break;
            case double number:
                pickle.Double(number);
                break;
            case byte[] raw:
                pickle.Do(raw);
                break;
            case Parts parts:
                foreach (var part in parts.Values)
                {
                    Write(pickle, part);
                }

                break;
            case TorchValue tensor:
                Write(pickle, tensor);
                break;
            default:
                throw new ArgumentException($"Nothing writes {value.GetType()}.", nameof(value));
        }
    }

    private void Write(PickleBuilder pickle, TorchValue tensor)
    {
        var storage = _storages.FindIndex(s => ReferenceEquals(s.Bytes, tensor.Storage));
        if (storage < 0)
        {
            storage = _storages.Count;
            _storages.Add((tensor.Storage, tensor.StorageType, tensor.Storage.Length / tensor.ElementSize));
        }

        pickle.Global("torch._utils", tensor.Type is null ? "_rebuild_tensor_v2" : "_rebuild_tensor_v3").Do("((").Text("storage").Global("torch", tensor.StorageType)
            .Text(_hasViews ? Key(storage) : storage.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Text(_location).Int(_storages[storage].Count);
        if (tensor.View is { } view)
        {
            pickle.Do("(").Text("view").Int(view.Offset).Int(view.Count).Do("t");
        }
        else if (_hasViews)
        {
            pickle.Do("N");
        }

        pickle.Do("tQ").Int(tensor.Offset).Tuple(tensor.Shape).Tuple(tensor.Strides).Do(0x89).Global("collections", "OrderedDict").Do(")R");
        if (tensor.Type is not null)
        {
            pickle.Global("torch", tensor.Type);
        }

        pickle.Do("tR");
    }
}
