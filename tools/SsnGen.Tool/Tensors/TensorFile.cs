using System.Collections.Immutable;
using SsnGen.Files;

namespace SsnGen.Tool.Tensors;

/// <summary>A file of named tensors, whatever its format.</summary>
internal abstract class TensorFile : IDisposable
{
    /// <summary>The path of the file.</summary>
    public abstract string Path { get; }

    /// <summary>The name of its format.</summary>
    public abstract string Format { get; }

    /// <summary>What it says beside its tensors.</summary>
    public abstract IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Its tensors, in the file's order.</summary>
    public abstract IReadOnlyList<TensorEntry> Tensors { get; }

    /// <summary>Opens a file in the format that its first bytes say: safetensors, or what <c>torch.save</c> writes.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="WeightsException">It is missing, damaged, or of no known format.</exception>
    public static TensorFile Open(string path)
    {
        if (path.Length == 0)
        {
            throw ToolException.InUsage("The name of a file is empty.");
        }

        const int HeadSize = 512;
        var head = new byte[HeadSize];
        using (var stream = RegularFile.OpenRead(path))
        {
            head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }

        return TorchZip.IsZip(head) ? TorchZip.Open(path)
            : TorchLegacy.IsPickle(head) ? TorchLegacy.Open(path)
            : TorchLegacy.IsTar(head) ? throw new WeightsException(path, null, "it is a tar archive, as PyTorch wrote before version 0.2. Load it with a PyTorch that still can, and save its state_dict again.")
            : new SafetensorsTensorFile(SafetensorsFile.Open(path));
    }

    /// <summary>The values of a tensor as bytes: row by row, little-endian.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <exception cref="WeightsException">It is damaged, or of a type that is not known.</exception>
    public abstract byte[] ToBytes(TensorEntry tensor);

    /// <summary>The values of a floating-point tensor, row by row, rounded to nearest.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <exception cref="WeightsException">It is of another type, or damaged.</exception>
    public float[] ToFloats(TensorEntry tensor)
    {
        var bytes = ToBytes(tensor);
        return SafetensorsValues.ToFloats(Path, new SafetensorsTensor(tensor.Name, tensor.Element, tensor.Type, tensor.Shape, 0, bytes.Length), bytes);
    }

    /// <summary>The values of a tensor of integers or truth values.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <exception cref="WeightsException">It is of another type, or damaged.</exception>
    public long[] ToLongs(TensorEntry tensor) => tensor.Element == SafetensorsType.Other || tensor.IsFloat
        ? throw new WeightsException(Path, tensor.Name, $"its dtype is {tensor.Type}, and integers are needed.")
        : SafetensorsValues.ToLongs(Path, tensor.Name, tensor.Element, ToBytes(tensor));

    /// <inheritdoc/>
    public abstract void Dispose();
}
