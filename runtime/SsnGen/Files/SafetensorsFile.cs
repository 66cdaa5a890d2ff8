using System.Diagnostics.CodeAnalysis;

namespace SsnGen.Files;

/// <summary>
/// A safetensors file, read into memory: named tensors and text metadata
/// (<see href="https://github.com/huggingface/safetensors#format">format</see>). Everything about the layout is
/// checked when it is read, and the file is closed then: what happens to it afterwards changes nothing here.
/// </summary>
/// <remarks>
/// A file may have any length, each tensor up to 2 GB. Beyond the format, a header may list 100,000 tensors and as many
/// metadata, names may have 32,768 bytes and shapes 64 dimensions; so a hostile header costs little.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly Dictionary<string, (SafetensorsTensor Tensor, byte[] Bytes)> _tensors = new(StringComparer.Ordinal);
    private readonly SafetensorsHeader _header;
    private bool _isDisposed;

    private SafetensorsFile(string name, Stream stream)
    {
        Name = name;
        _header = SafetensorsReader.Read(stream, name, (tensor, bytes) => _tensors.Add(tensor.Name, (tensor, bytes)));
    }

    /// <summary>The path of the file, or the name of the stream.</summary>
    public string Name { get; }

    /// <summary>The metadata; empty where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>The tensors, in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors => _header.Tensors;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="WeightsException">
    /// There is no such file, it cannot be read (the cause is the inner exception), it is a folder, a pipe or a device, or it is not a valid safetensors file.
    /// </exception>
    public static SafetensorsFile Open(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        return new SafetensorsFile(path, stream);
    }

    /// <summary>Reads a stream to its end, such as an embedded resource.</summary>
    /// <param name="stream">The stream, of any length; it is not closed.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="WeightsException">The stream cannot be read, or is not a valid safetensors file.</exception>
    public static SafetensorsFile Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return new SafetensorsFile(name, stream);
    }

    /// <summary>Finds a tensor by its name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="tensor">The tensor, where there is one.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGetTensor(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor)
    {
        tensor = _tensors.TryGetValue(name, out var entry) ? entry.Tensor : null;
        return tensor is not null;
    }

    /// <summary>The bytes of a tensor, little-endian as in the file.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <exception cref="ArgumentException">The tensor belongs to another file.</exception>
    /// <exception cref="ObjectDisposedException">The file is disposed.</exception>
    public ReadOnlySpan<byte> GetBytes(SafetensorsTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _tensors.TryGetValue(tensor.Name, out var own) && ReferenceEquals(own.Tensor, tensor)
            ? own.Bytes
            : throw new ArgumentException($"The tensor '{tensor.Name}' does not belong to {Name}.", nameof(tensor));
    }

    /// <summary>Copies a tensor of floating-point numbers (F16, BF16, F32 or F64) as floats, rounding to nearest.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <exception cref="WeightsException">The tensor has another type.</exception>
    public float[] ToFloats(SafetensorsTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return SafetensorsValues.ToFloats(Name, tensor, GetBytes(tensor));
    }

    /// <summary>It in one line, such as <c>digits.safetensors: 62 tensors, 4 metadata</c>.</summary>
    public override string ToString() => $"{Name}: {Tensors.Count} tensors, {Metadata.Count} metadata";

    /// <summary>Lets go of the memory; tensors cannot be read afterwards.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _tensors.Clear();
    }
}
