using System.Collections.Immutable;
using SsnGen.Networks;
using SsnGen.Tool.Tensors;
using SsnGen.Tool.Weights;

namespace SsnGen.Tool.Inspection;

/// <summary>A tensor as it is shown.</summary>
/// <param name="Name">Its name behind that of its layer.</param>
/// <param name="Type">Its type.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">How many values it has.</param>
/// <param name="Bytes">Bytes of its values.</param>
internal sealed record ShownTensor(string Name, string Type, ImmutableArray<int> Shape, long Values, long Bytes);

/// <summary>The tensors of a layer, or of a module of another program.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">How many values of it training learns.</param>
/// <param name="Bytes">Bytes of all its values.</param>
/// <param name="Tensors">Its tensors.</param>
internal sealed record TensorGroup(string Name, long Parameters, long Bytes, IReadOnlyList<ShownTensor> Tensors)
{
    private static readonly string[] Parts = [".conv", ".linear", ".norm", ".prelu"];
    private static readonly string[] NoParameters = ["running_mean", "running_var", "radius"];

    /// <summary>Groups the tensors of a file by layers, in the order of their names.</summary>
    public static IReadOnlyList<TensorGroup> Of(TensorFile file) =>
        [.. file.Tensors.GroupBy(LayerOf, StringComparer.Ordinal)
            .OrderBy(static group => NaturalOrder.Key(group.Key), StringComparer.Ordinal)
            .Select(static group => Of(group.Key, [.. group]))];

    private static TensorGroup Of(string name, List<TensorEntry> tensors) => new(
        name,
        tensors.Where(IsParameter).Sum(static tensor => tensor.Length),
        tensors.Sum(static tensor => tensor.Bytes),
        [.. tensors.Select(tensor => new ShownTensor(tensor.Name[(name.Length == 0 ? 0 : name.Length + 1)..], tensor.Type, tensor.Shape, tensor.Length, tensor.Bytes))]);

    // The part of a layer belongs to the tensor: Stem.conv.weight is the conv.weight of Stem.
    private static string LayerOf(TensorEntry tensor)
    {
        var module = tensor.Name[..Math.Max(0, tensor.Name.LastIndexOf('.'))];
        return Array.Find(Parts, part => module.EndsWith(part, StringComparison.Ordinal)) is { } found ? module[..^found.Length] : module;
    }

    // What an optimizer or an average keeps is none, and neither is what is not learned.
    private static bool IsParameter(TensorEntry tensor) =>
        tensor.IsFloat && !FrameworkTensors.Contains(tensor.Name) && !NoParameters.Contains(tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..], StringComparer.Ordinal)
        && tensor.Container is "" or "model" or "state_dict" or "model_state_dict" or "net";
}
