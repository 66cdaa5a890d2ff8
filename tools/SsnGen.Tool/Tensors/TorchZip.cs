using System.IO.Compression;
using System.Text;
using SsnGen.Files;
using SsnGen.Tool.Pickles;

namespace SsnGen.Tool.Tensors;

/// <summary>
/// The format of <c>torch.save</c> since PyTorch 1.6: a zip archive of <c>NAME/data.pkl</c> and a file
/// <c>NAME/data/KEY</c> for each storage.
/// </summary>
internal sealed class TorchZip : TorchFile
{
    private const string Pickle = "data.pkl";
    private readonly ZipArchive _archive;
    private readonly string _folder;

    private TorchZip(string path, ZipArchive archive, string folder, TorchTree tree, long size)
        : base(path, tree, size) => (_archive, _folder) = (archive, folder);

    public override string Format => "PyTorch, zip";

    /// <summary>Whether a file begins as a zip archive does.</summary>
    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8);

    /// <summary>Opens a file.</summary>
    public static new TorchZip Open(string path)
    {
        var stream = RegularFile.OpenRead(path);
        ZipArchive? archive = null;
        try
        {
            return Reading(path, () =>
            {
                archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
                return Open(path, archive, stream.Length);
            });
        }
        catch
        {
            archive?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    public override void Dispose() => _archive.Dispose();

    protected override byte[] Storage(string tensor, TorchStorage storage)
    {
        var size = SizeOf(tensor, storage);
        var entry = _archive.GetEntry($"{_folder}data/{storage.Key}") ?? throw new WeightsException(Path, tensor, $"the archive has no storage {storage.Key}: the file is damaged.");
        return entry.Length == size
            ? Reading(Path, () => Bytes(entry))
            : throw new WeightsException(Path, tensor, $"its storage {storage.Key} has {entry.Length} bytes, and {size} are needed: the file is damaged.");
    }

    private static TorchZip Open(string path, ZipArchive archive, long size)
    {
        CheckEntries(path, archive, size);
        var pickles = archive.Entries.Where(static entry => entry.FullName.EndsWith("/" + Pickle, StringComparison.Ordinal) || entry.FullName == Pickle).ToList();
        if (pickles.Count != 1)
        {
            throw new WeightsException(path, null, $"it is a zip archive with {pickles.Count} files {Pickle}, and torch.save writes one.");
        }

        var folder = pickles[0].FullName[..^Pickle.Length];
        if (archive.Entries.Any(entry => entry.FullName == folder + "constants.pkl" || entry.FullName.StartsWith(folder + "code/", StringComparison.Ordinal)))
        {
            throw new WeightsException(path, null, "it is a TorchScript archive, a program with its weights. Save model.state_dict() with torch.save instead.");
        }

        if (archive.GetEntry(folder + "byteorder") is { Length: < 16 } order && Encoding.ASCII.GetString(Bytes(order)) != "little")
        {
            throw new WeightsException(path, null, "it was written by a machine that stores the largest digits first (byteorder), which is not supported.");
        }

        if (pickles[0].Length > PickleReader.MaximumSize)
        {
            throw new FormatException($"it has {pickles[0].Length} bytes, and at most {PickleReader.MaximumSize} are supported");
        }

        return new TorchZip(path, archive, folder, new TorchTree(PickleReader.Read(new MemoryStream(Bytes(pickles[0])), new TorchObjects())), size);
    }

    // torch.save compresses nothing; what else writes its format may, but never beyond this, which bombs do.
    private static void CheckEntries(string path, ZipArchive archive, long size)
    {
        var (total, bound) = (0L, SmallSize + (MostViews * size));
        foreach (var entry in archive.Entries)
        {
            if (entry.Length < 0 || entry.Length > bound - total)
            {
                throw new WeightsException(path, null, $"its entries have more than {bound} bytes, and the file {size}: no weights are compressed so much.");
            }

            total += entry.Length;
        }
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return stream.ReadByte() < 0 ? bytes : throw new InvalidDataException($"its entry '{WeightsException.Shortened(entry.FullName)}' is longer than the archive says.");
    }
}
