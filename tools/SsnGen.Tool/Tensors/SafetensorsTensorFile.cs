using SsnGen.Files;

namespace SsnGen.Tool.Tensors;

/// <summary>A safetensors file: weights of a network, a checkpoint of a training, or of anything else.</summary>
internal sealed class SafetensorsTensorFile : TensorFile
{
    /// <summary>The metadata that make a file a checkpoint of SsnGen's training.</summary>
    public const string Checkpoint = "ssngen.checkpoint";

    private readonly SafetensorsFile _file;
    private readonly Dictionary<string, SafetensorsTensor> _tensors;

    public SafetensorsTensorFile(SafetensorsFile file)
    {
        _file = file;
        _tensors = file.Tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
        Tensors = [.. file.Tensors.Select(Entry)];
    }

    public override string Path => _file.Name;

    public override string Format => Metadata.ContainsKey(Checkpoint) ? "safetensors, a checkpoint of SsnGen's training" : "safetensors";

    public override IReadOnlyDictionary<string, string> Metadata => _file.Metadata;

    public override IReadOnlyList<TensorEntry> Tensors { get; }

    public override byte[] ToBytes(TensorEntry tensor) => _file.GetBytes(_tensors[tensor.Name]).ToArray();

    public override void Dispose() => _file.Dispose();

    // A checkpoint has the tensors of the module and those of its optimizer, each with a prefix.
    private TensorEntry Entry(SafetensorsTensor tensor) => new(tensor.Name, tensor.TypeName, tensor.Shape)
    {
        Container = Metadata.ContainsKey(Checkpoint) && tensor.Name.Split('.', 2) is [var part and ("model" or "optimizer" or "fixed"), { Length: > 0 }] ? part : "",
    };
}
