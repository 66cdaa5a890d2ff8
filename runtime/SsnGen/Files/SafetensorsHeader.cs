using System.Buffers.Binary;
using System.Text.Json;

namespace SsnGen.Files;

/// <summary>
/// Reads and checks the header of a safetensors file: 8 bytes with the length of the header, little-endian; the header,
/// JSON; the data. A header that passed describes the data completely: tensors follow each other without a gap, each
/// with the bytes that its type and shape need, from the first byte of the data to the last.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Bytes before the header.</summary>
    public const int PrefixSize = 8;

    /// <summary>The longest header that the format's own reader accepts.</summary>
    public const int MaximumSize = 100_000_000;

    /// <summary>The key of the header under which the metadata are.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>Tensors that a header may list, and metadata; no network comes near, and a hostile header ends there.</summary>
    public const int MaximumEntries = 100_000;

    /// <summary>Bytes of the longest name.</summary>
    public const int MaximumName = 32_768;

    /// <summary>Dimensions of a shape; PyTorch has as many.</summary>
    public const int MaximumDimensions = 64;

    private SafetensorsHeader(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafetensorsTensor> tensors)
    {
        Metadata = metadata;
        Tensors = tensors;
    }

    /// <summary>The metadata; empty where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The length of the header from the first 8 bytes, checked against the length of the file where it is known.</summary>
    public static int ReadSize(string file, ReadOnlySpan<byte> prefix, long? fileLength)
    {
        if (prefix.Length < PrefixSize)
        {
            throw new WeightsException(file, null, $"not a safetensors file: it has {fileLength} bytes, and the length of the header alone takes {PrefixSize}.");
        }

        var size = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (size > MaximumSize)
        {
            throw new WeightsException(file, null, $"not a safetensors file: it claims a header of {size} bytes, and at most {MaximumSize} are allowed.");
        }

        return fileLength - PrefixSize is { } rest && size > (ulong)rest ? throw Truncated(file, size, rest) : (int)size;
    }

    /// <summary>What is thrown where a header is cut off.</summary>
    public static WeightsException Truncated(string file, ulong size, long rest) =>
        new(file, null, $"the file is truncated: its header has {size} bytes, and only {rest} follow.");

    /// <summary>What is thrown where a tensor is cut off.</summary>
    public static WeightsException Truncated(string file, SafetensorsTensor tensor, long dataLength) =>
        new(file, tensor.Name, $"the file is truncated: its data end at byte {tensor.Start + tensor.ByteCount} of {dataLength}.");

    /// <summary>Reads the JSON of the header.</summary>
    /// <param name="file">The name of the file, for messages.</param>
    /// <param name="json">The header.</param>
    /// <param name="dataLength">How many bytes follow the header, or null where that will be seen.</param>
    public static SafetensorsHeader Parse(string file, ReadOnlySpan<byte> json, long? dataLength)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw new WeightsException(file, null, "not a safetensors file: the header does not begin with '{'.");
        }

        try
        {
            var reader = new SafetensorsHeaderReader(file, json);
            reader.Read();
            var tensors = reader.Tensors;
            tensors.Sort(static (a, b) => (a.Start, a.ByteCount).CompareTo((b.Start, b.ByteCount)));
            CheckCoverage(file, tensors, dataLength);
            return new SafetensorsHeader(reader.Metadata, tensors);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is how the JSON reader reports text that is not valid UTF-8 or UTF-16.
            throw new WeightsException(file, null, "the header is not valid JSON: " + e.Message, e);
        }
    }

    private static void CheckCoverage(string file, List<SafetensorsTensor> tensors, long? dataLength)
    {
        long end = 0;
        foreach (var tensor in tensors)
        {
            if (tensor.Start != end)
            {
                var problem = tensor.Start < end ? "it overlaps the tensor before it" : "there is a gap before it";
                throw new WeightsException(file, tensor.Name, $"{problem}: its data begin at byte {tensor.Start} and the data before it end at {end}.");
            }

            end = tensor.Start + tensor.ByteCount;
            if (end > dataLength)
            {
                throw Truncated(file, tensor, dataLength.Value);
            }
        }

        if (end < dataLength)
        {
            throw new WeightsException(file, null, $"{dataLength - end} bytes follow the data of the last tensor and belong to none.");
        }
    }
}
