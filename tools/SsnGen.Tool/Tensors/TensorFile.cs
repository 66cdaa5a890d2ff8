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

    /// <summary>Opens a file in the format that its first bytes say.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="WeightsException">It is missing, damaged, or of no known format.</exception>
    public static TensorFile Open(string path) => new SafetensorsTensorFile(SafetensorsFile.Open(path));

    /// <summary>The values of a floating-point tensor, row by row.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <exception cref="WeightsException">It is of another type, or damaged.</exception>
    public abstract float[] ToFloats(TensorEntry tensor);

    /// <inheritdoc/>
    public abstract void Dispose();
}
