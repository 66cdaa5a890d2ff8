using System.Diagnostics.CodeAnalysis;
using System.IO.MemoryMappedFiles;

namespace SsnGen.Files;

/// <summary>
/// A safetensors file, open for reading: named tensors and text metadata
/// (<see href="https://github.com/huggingface/safetensors#format">format</see>). Everything about the layout is
/// checked when the file is opened.
/// </summary>
public sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly Dictionary<string, SafetensorsTensor> _byName = new(StringComparer.Ordinal);
    private readonly SafetensorsHeader _header;
    private readonly int _headerSize;
    private readonly byte[]? _bytes;
    private readonly MemoryMappedFile? _map;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly byte* _mapped;
    private bool _disposed;

    private SafetensorsFile(string name, byte[] bytes)
    {
        Name = name;
        _bytes = bytes;
        _header = ReadHeader(bytes, bytes.Length, out _headerSize);
        Index();
    }

    private SafetensorsFile(string name, FileStream stream)
    {
        Name = name;
        var length = stream.Length;
        if (length == 0)
        {
            // An empty file cannot be mapped.
            _header = ReadHeader([], 0, out _headerSize);
            return;
        }

        _map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            _view = _map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _mapped);
            _mapped += _view.PointerOffset;
            var start = new ReadOnlySpan<byte>(_mapped, (int)Math.Min(length, SafetensorsHeader.PrefixSize + SafetensorsHeader.MaximumSize));
            _header = ReadHeader(start, length, out _headerSize);
            Index();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The path of the file, or the name of the stream.</summary>
    public string Name { get; }

    /// <summary>The metadata; empty where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _header.Tensors;

    /// <summary>Maps a file into memory. Nothing may shorten the file while it is open; replacing it (as <see cref="AtomicFile"/> does) is fine.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="WeightsException">The file is not a valid safetensors file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            return new SafetensorsFile(path, stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads a stream to its end, into memory; for data that are not in a file, such as embedded resources.</summary>
    /// <param name="stream">The stream; it is not closed.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="WeightsException">The data are not a valid safetensors file.</exception>
    public static SafetensorsFile Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return new SafetensorsFile(name, memory.ToArray());
    }

    /// <summary>Finds a tensor by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="tensor">The tensor, where there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetTensor(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>The bytes of a tensor, little-endian as in the file, at any alignment. Valid until this file is disposed.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <exception cref="ArgumentException">The tensor belongs to another file.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlySpan<byte> GetBytes(SafetensorsTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!TryGetTensor(tensor.Name, out var own) || !ReferenceEquals(own, tensor))
        {
            throw new ArgumentException($"The tensor '{tensor.Name}' does not belong to {Name}.", nameof(tensor));
        }

        // The header was checked: start and length are within the data.
        var start = SafetensorsHeader.PrefixSize + _headerSize + tensor.Start;
        return _bytes is null
            ? new ReadOnlySpan<byte>(_mapped + start, tensor.ByteCount)
            : new ReadOnlySpan<byte>(_bytes, (int)start, tensor.ByteCount);
    }

    /// <summary>Copies a tensor of floating-point numbers (F16, BF16, F32 or F64) as floats, rounding to nearest.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <exception cref="WeightsException">The tensor has another type.</exception>
    public float[] ToFloats(SafetensorsTensor tensor) => SafetensorsValues.ToFloats(Name, tensor, GetBytes(tensor));

    /// <summary>Closes the file. Spans of its tensors must not be used afterwards.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_mapped is not null)
        {
            _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        }

        _view?.Dispose();
        _map?.Dispose();
    }

    private SafetensorsHeader ReadHeader(ReadOnlySpan<byte> start, long length, out int size)
    {
        size = SafetensorsHeader.ReadSize(Name, start, length);
        return SafetensorsHeader.Parse(Name, start.Slice(SafetensorsHeader.PrefixSize, size), length - SafetensorsHeader.PrefixSize - size);
    }

    private void Index()
    {
        foreach (var tensor in Tensors)
        {
            _byName.Add(tensor.Name, tensor);
        }
    }
}
