using System.Collections.Immutable;
using SsnGen.Networks;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Weights;

/// <summary>What a module of PyTorch is, as its tensors tell.</summary>
internal enum ModuleKind
{
    /// <summary>A convolution, or a linear layer.</summary>
    Producer,

    /// <summary>A normalization.</summary>
    Norm,

    /// <summary>Neither, such as slopes of an activation.</summary>
    Other,
}

/// <summary>A module of a network of PyTorch: the tensors whose names agree up to their last part.</summary>
/// <param name="Path">What the names begin with.</param>
/// <param name="Parts">The tensors by the last part of their names.</param>
internal sealed record SourceModule(string Path, IReadOnlyDictionary<string, TensorEntry> Parts)
{
    /// <summary>What it is.</summary>
    public ModuleKind Kind =>
        Parts.ContainsKey("running_mean") || Parts.ContainsKey("mean_weight") ? ModuleKind.Norm
        : !Parts.TryGetValue("weight", out var weight) ? ModuleKind.Other
        : Parts.TryGetValue("bias", out var bias) && bias.Shape.SequenceEqual(weight.Shape) ? ModuleKind.Norm
        : weight.Shape.Length >= 2 ? ModuleKind.Producer
        : ModuleKind.Other;

    /// <summary>What tells modules apart that could stand for each other: kind, shape without sides of 1, and whether there is a bias.</summary>
    public string Signature => Parts.TryGetValue("weight", out var weight)
        ? SignatureOf(Kind, weight.Shape, Parts.ContainsKey("bias"))
        : "";

    /// <summary>The name of one of its tensors.</summary>
    public string Name(string part) => Path.Length == 0 ? part : $"{Path}.{part}";

    /// <summary>As <see cref="Signature"/>.</summary>
    public static string SignatureOf(ModuleKind kind, ImmutableArray<int> shape, bool hasBias) =>
        $"{Words(kind)} [{string.Join(", ", shape.Where(static side => side != 1))}]{(hasBias && kind == ModuleKind.Producer ? " with a bias" : "")}";

    private static string Words(ModuleKind kind) => kind switch
    {
        ModuleKind.Producer => "convolution or linear layer",
        ModuleKind.Norm => "normalization",
        _ => "tensor",
    };

    /// <summary>The modules of a file, in its order. Tensors that frameworks keep for themselves are left out.</summary>
    public static IReadOnlyList<SourceModule> Of(SourceState source) =>
        [.. source.Tensors.Where(static tensor => !FrameworkTensors.Contains(tensor.Name))
            .GroupBy(static tensor => tensor.Name[..Math.Max(0, tensor.Name.LastIndexOf('.'))], StringComparer.Ordinal)
            .Select(static group => new SourceModule(group.Key, group.ToDictionary(static t => t.Name[(t.Name.LastIndexOf('.') + 1)..], static t => t.Tensor, StringComparer.Ordinal)))];
}
