using SsnGen.Files;

namespace SsnGen.Tool.Tensors;

/// <summary>A safetensors file: weights of a network, a checkpoint of a training, or of anything else.</summary>
internal sealed class SafetensorsTensorFile : TensorFile
{
    private readonly SafetensorsFile _file;
    private readonly Dictionary<string, SafetensorsTensor> _tensors;

    public SafetensorsTensorFile(SafetensorsFile file)
    {
        _file = file;
        _tensors = file.Tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
        Tensors = [.. file.Tensors.Select(static tensor => new TensorEntry(tensor.Name, tensor.TypeName, tensor.Shape))];
    }

    public override string Path => _file.Name;

    public override string Format => "safetensors";

    public override IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    public override IReadOnlyList<TensorEntry> Tensors { get; }

    public override float[] ToFloats(TensorEntry tensor) => _file.ToFloats(_tensors[tensor.Name]);

    public override void Dispose() => _file.Dispose();
}
