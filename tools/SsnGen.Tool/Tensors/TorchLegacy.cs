using System.Buffers.Binary;
using System.Numerics;
using SsnGen.Files;
using SsnGen.Tool.Pickles;

namespace SsnGen.Tool.Tensors;

/// <summary>
/// The format of <c>torch.save</c> before PyTorch 1.6: pickles of a magic number, the format's version, the system, the object and the
/// keys of the storages; then for each storage its number of elements, 8 bytes, and the elements.
/// </summary>
internal sealed class TorchLegacy : TorchFile
{
    private const int ProtocolVersion = 1001;
    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356", System.Globalization.CultureInfo.InvariantCulture);

    private readonly FileStream _stream;
    private readonly Dictionary<string, long> _places;

    private TorchLegacy(string path, FileStream stream, TorchTree tree, Dictionary<string, long> places)
        : base(path, tree, stream.Length) => (_stream, _places) = (stream, places);

    public override string Format => "PyTorch, before version 1.6";

    /// <summary>Whether a file begins as a pickle of protocol 2 or later does.</summary>
    public static bool IsPickle(ReadOnlySpan<byte> head) => head is [0x80, >= 2 and <= 5, ..] && !(head.Length > 8 && head[8] == '{');

    /// <summary>Whether a file is a tar archive.</summary>
    public static bool IsTar(ReadOnlySpan<byte> head) => head.Length > 262 && head[257..262].SequenceEqual("ustar"u8);

    /// <summary>Opens a file.</summary>
    public static new TorchLegacy Open(string path)
    {
        var stream = RegularFile.OpenRead(path);
        try
        {
            return Reading(path, () => Open(path, stream));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public override void Dispose() => _stream.Dispose();

    protected override byte[] Storage(string tensor, TorchStorage storage)
    {
        var bytes = new byte[SizeOf(tensor, storage)];
        return Reading(Path, () =>
        {
            _stream.Position = _places[storage.Key];
            _stream.ReadExactly(bytes);
            return bytes;
        });
    }

    private static TorchLegacy Open(string path, FileStream stream)
    {
        // The pickles come first; a few reads of the disk are enough for all of them.
        var buffered = new BufferedStream(stream, 1 << 16);
        var plain = new PickleHost();
        if (PickleReader.Read(buffered, plain) is not BigInteger magic || magic != Magic)
        {
            throw new FormatException("it does not begin with PyTorch's magic number");
        }

        if (PickleReader.Read(buffered, plain) is not (long and ProtocolVersion))
        {
            throw new FormatException($"it is not of version {ProtocolVersion} of the format");
        }

        if (PickleReader.Read(buffered, plain) is not PickleDict system || system["little_endian"] is not true)
        {
            throw new FormatException("it was written by a machine that stores the largest digits first, which is not supported");
        }

        var objects = new TorchObjects();
        var tree = new TorchTree(PickleReader.Read(buffered, objects));
        var keys = PickleReader.Read(buffered, plain) as List<object?> ?? throw new FormatException("it has no list of storages");
        return new TorchLegacy(path, stream, tree, Places(buffered, keys, objects.Storages));
    }

    private static Dictionary<string, long> Places(Stream stream, List<object?> keys, IReadOnlyDictionary<string, TorchStorage> storages)
    {
        var places = new Dictionary<string, long>(StringComparer.Ordinal);
        var count = new byte[sizeof(long)];
        foreach (var key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out var storage) || storage.Type.Size == 0)
            {
                throw new FormatException($"the size of its storage '{WeightsException.Shortened(key?.ToString() ?? "")}' is not known");
            }

            stream.ReadExactly(count);
            var place = stream.Position;
            if (BinaryPrimitives.ReadInt64LittleEndian(count) != storage.Count || storage.Count > (stream.Length - place) / storage.Type.Size || !places.TryAdd(name, place))
            {
                throw new FormatException($"its storage '{WeightsException.Shortened(name)}' is cut off, or not the one that is described");
            }

            stream.Position = place + (storage.Count * storage.Type.Size);
        }

        return storages.Keys.FirstOrDefault(key => !places.ContainsKey(key)) is { } missing
            ? throw new FormatException($"it has no storage '{WeightsException.Shortened(missing)}'")
            : places;
    }
}
