using System.Buffers.Binary;
using System.IO.Compression;

namespace Digits.Data;

/// <summary>
/// Files in the IDX format of MNIST (LeCun, Cortes and Burges): big-endian sizes, then bytes. Images of 28×28 pixels are
/// averaged down to 16×16.
/// </summary>
public static class IdxFiles
{
    /// <summary>Name of the file of training images; <c>.gz</c> may follow it, as it may the others.</summary>
    public const string TrainImages = "train-images-idx3-ubyte";

    /// <summary>Name of the file of training labels.</summary>
    public const string TrainLabels = "train-labels-idx1-ubyte";

    /// <summary>Name of the file of test images.</summary>
    public const string TestImages = "t10k-images-idx3-ubyte";

    /// <summary>Name of the file of test labels.</summary>
    public const string TestLabels = "t10k-labels-idx1-ubyte";

    // Third byte: the element type, unsigned byte; fourth: the number of dimensions.
    private const uint ImagesMagic = 0x0803;
    private const uint LabelsMagic = 0x0801;
    private const int SourceSide = 28;

    // Twenty times MNIST: a small archive may say that it unpacks to more than there is memory.
    private const int MostUnpacked = 1 << 30;

    /// <summary>Whether a folder has MNIST-style training images.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Whether <see cref="TrainImages"/> is there, compressed or not.</returns>
    public static bool AreIn(string folder) =>
        File.Exists(Path.Combine(folder, TrainImages)) || File.Exists(Path.Combine(folder, TrainImages + ".gz"));

    /// <summary>Loads the four files of a folder, each plain or compressed (<c>.gz</c>).</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The images, [N, 1, 16, 16].</returns>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is malformed, or images and labels differ in number; the message names the file.</exception>
    public static DigitData Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new DigitData(
            LoadSet(folder, TrainImages, TrainLabels), LoadSet(folder, TestImages, TestLabels), $"MNIST-style files in {folder}");
    }

    private static DigitSet LoadSet(string folder, string imagesName, string labelsName)
    {
        var (imagesFile, imageBytes) = Read(folder, imagesName);
        var (labelsFile, labelBytes) = Read(folder, labelsName);
        var pixels = Elements(imagesFile, imageBytes, ImagesMagic, [SourceSide, SourceSide]);
        var labels = Elements(labelsFile, labelBytes, LabelsMagic, []).ToArray();

        var count = pixels.Length / (SourceSide * SourceSide);
        if (count != labels.Length)
            throw new InvalidDataException($"{imagesFile} has {count} images, but {labelsFile} has {labels.Length} labels.");
        if (count == 0)
            throw new InvalidDataException($"{imagesFile} has no images.");
        var wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)(DigitSet.Classes - 1));
        if (wrong >= 0)
            throw new InvalidDataException($"{labelsFile}: label {wrong} is {labels[wrong]}; labels are 0 to {DigitSet.Classes - 1}.");

        return new DigitSet(Resampling.Resize(pixels, SourceSide, byte.MaxValue), labels);
    }

    private static (string File, byte[] Bytes) Read(string folder, string name)
    {
        var plain = Path.Combine(folder, name);
        if (File.Exists(plain))
            return (plain, File.ReadAllBytes(plain));

        var compressed = plain + ".gz";
        if (!File.Exists(compressed))
            throw new FileNotFoundException($"'{folder}' has no {name}, nor {name}.gz.", plain);
        try
        {
            return (compressed, Unpack(compressed));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{compressed} is not a whole gzip file: {exception.Message}", exception);
        }
    }

    private static byte[] Unpack(string file)
    {
        using var stream = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (stream.Read(buffer) is > 0 and var count)
        {
            if (unpacked.Length + count > MostUnpacked)
                throw new InvalidDataException($"it unpacks to more than {MostUnpacked} bytes.");
            unpacked.Write(buffer, 0, count);
        }

        return unpacked.ToArray();
    }

    /// <summary>Checks the header, [count, ..sizes], against what is expected and gives the bytes behind it.</summary>
    private static ReadOnlySpan<byte> Elements(string file, ReadOnlySpan<byte> bytes, uint magic, ReadOnlySpan<int> sizes)
    {
        var headerLength = 8 + 4 * sizes.Length;
        if (bytes.Length < headerLength)
            throw new InvalidDataException($"{file} ends within its header: {bytes.Length} bytes of {headerLength}.");
        var found = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        if (found != magic)
            throw new InvalidDataException($"{file} starts with the number 0x{found:X8}; expected is 0x{magic:X8}.");

        var count = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
        var expected = (long)count;
        for (var i = 0; i < sizes.Length; i++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(bytes[(8 + 4 * i)..]);
            if (size != sizes[i])
                throw new InvalidDataException($"{file}: dimension {i + 1} is {size}; expected is {sizes[i]}.");
            expected *= sizes[i];
        }

        var elements = bytes[headerLength..];
        if (elements.Length != expected)
            throw new InvalidDataException($"{file}: {count} elements take {expected} bytes behind the header; there are {elements.Length}.");
        return elements;
    }
}
