using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SsnGen.Files;

/// <summary>
/// Writes safetensors files. The same tensors and metadata give the same bytes, in whatever order they were added:
/// types with larger elements come first, so that every tensor is aligned to its elements, then names in ordinal order.
/// </summary>
public sealed class SafetensorsWriter
{
    private readonly SortedDictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Creates a writer without tensors.</summary>
    /// <param name="metadata">The metadata to write, or null for none.</param>
    /// <exception cref="ArgumentException">A key or value is not valid Unicode.</exception>
    public SafetensorsWriter(IReadOnlyDictionary<string, string>? metadata = null)
    {
        foreach (var (key, value) in metadata ?? ImmutableDictionary<string, string>.Empty)
        {
            ThrowIfNotUnicode(key, nameof(metadata));
            ThrowIfNotUnicode(value, nameof(metadata));
            _metadata.Add(key, value);
        }
    }

    /// <summary>Adds a tensor of floats, which are copied.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values, row-major.</param>
    /// <param name="shape">Its shape; empty for a scalar.</param>
    /// <exception cref="ArgumentException">The name is taken or invalid, or the shape does not fit the values.</exception>
    public void Add(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        CheckName(name);
        CheckLength(name, SafetensorsType.F32, shape, 4L * values.Length);
        var bytes = new byte[4 * values.Length];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
        }
        else
        {
            for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        }

        _entries.Add(name, new Entry(SafetensorsType.F32, [.. shape], bytes));
    }

    /// <summary>Adds a tensor of any type, which is copied.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">The type of its elements.</param>
    /// <param name="bytes">Its values, row-major, little-endian.</param>
    /// <param name="shape">Its shape; empty for a scalar.</param>
    /// <exception cref="ArgumentException">The name is taken or invalid, or the shape does not fit the bytes.</exception>
    public void Add(string name, SafetensorsType type, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> shape)
    {
        CheckName(name);
        CheckLength(name, type, shape, bytes.Length);
        _entries.Add(name, new Entry(type, [.. shape], bytes.ToArray()));
    }

    /// <summary>Writes the file as a whole; when that fails, the file that was there stays (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">The path of the file. Its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, WriteTo);

    /// <summary>Writes the tensors to a stream, which is not closed.</summary>
    /// <param name="stream">The stream.</param>
    public void WriteTo(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var ordered = _entries
            .OrderByDescending(static entry => SafetensorsTypes.Size(entry.Value.Type))
            .ThenBy(static entry => entry.Key, StringComparer.Ordinal)
            .ToArray();
        var header = Header(ordered);
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixSize];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var (_, entry) in ordered)
        {
            stream.Write(entry.Bytes);
        }
    }

    /// <summary>What is to be written, in one line, such as <c>62 tensors, 4 metadata</c>.</summary>
    public override string ToString() => $"{_entries.Count} tensors, {_metadata.Count} metadata";

    /// <summary>The header, filled up with spaces to a multiple of 8 bytes, at which the data then begin.</summary>
    private byte[] Header(KeyValuePair<string, Entry>[] ordered)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            long start = 0;
            foreach (var (name, entry) in ordered)
            {
                WriteEntry(json, name, entry, start);
                start += entry.Bytes.Length;
            }

            json.WriteEndObject();
        }

        var header = new byte[(buffer.WrittenCount + 7) / 8 * 8];
        if (header.Length > SafetensorsHeader.MaximumSize)
        {
            throw new InvalidOperationException($"The header would have {header.Length} bytes, and at most {SafetensorsHeader.MaximumSize} are allowed.");
        }

        buffer.WrittenSpan.CopyTo(header);
        header.AsSpan(buffer.WrittenCount).Fill((byte)' ');
        return header;
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (_metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach (var (key, value) in _metadata)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, Entry entry, long start)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype"u8, SafetensorsTypes.Name(entry.Type));
        json.WriteStartArray("shape"u8);
        foreach (var size in entry.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets"u8);
        json.WriteNumberValue(start);
        json.WriteNumberValue(start + entry.Bytes.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ThrowIfNotUnicode(name, nameof(name));
        if (name == SafetensorsHeader.MetadataKey)
        {
            throw new ArgumentException($"A tensor cannot be named '{name}': that is where the metadata are.", nameof(name));
        }

        if (_entries.ContainsKey(name))
        {
            throw new ArgumentException($"There is a tensor '{name}' already.", nameof(name));
        }
    }

    private static void CheckLength(string name, SafetensorsType type, ReadOnlySpan<int> shape, long bytes)
    {
        foreach (var size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
        }

        var needed = SafetensorsTypes.ByteCount(type, shape);
        if (needed != bytes || bytes > int.MaxValue)
        {
            throw new ArgumentException(
                $"The tensor '{name}' of {SafetensorsTypes.Name(type)} {ShapeText.Of(shape)} takes {(needed > int.MaxValue ? $"more than {int.MaxValue}" : needed)} bytes, and {bytes} are given.", nameof(shape));
        }
    }

    // The JSON writer would replace what is not Unicode, and two names could become one.
    private static void ThrowIfNotUnicode(string text, string parameter)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
            {
                throw new ArgumentException($"'{text}' contains half of a surrogate pair.", parameter);
            }

            rest = rest[length..];
        }
    }

    private sealed record Entry(SafetensorsType Type, ImmutableArray<int> Shape, byte[] Bytes);
}
