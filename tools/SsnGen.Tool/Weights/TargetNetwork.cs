using System.Collections.Immutable;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Tool.Models;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Weights;

/// <summary>A tensor that weights of a network have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="IsInteger">Whether it is a flag, and no floating-point numbers.</param>
internal sealed record TargetTensor(string Name, ImmutableArray<int> Shape, bool IsInteger)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} {ShapeText.Of(Shape.AsSpan())}";
}

/// <summary>A normalization of a network.</summary>
/// <param name="Layer">The path of its layer.</param>
/// <param name="Count">How many normalizers it has to choose from.</param>
/// <param name="Normalizers">Which; default where that is not known.</param>
/// <param name="IsShared">Whether mean and variance share their ratios.</param>
/// <param name="Description">All that its class says of it; null where only shapes are known.</param>
internal sealed record TargetNorm(string Layer, int Count, ImmutableArray<Normalizer> Normalizers, bool IsShared, Normalization? Description)
{
    /// <summary>What the names of its tensors begin with.</summary>
    public string Path => Layer + NetworkTensors.Norm;

    /// <summary>The normalization of a layer, which has one.</summary>
    public static TargetNorm Of(Layer layer) => new(
        layer.Path, layer.Normalization!.Normalizers.Length, layer.Normalization.Normalizers, layer.Normalization.SharedRatios, layer.Normalization);

    /// <summary>The gate from control parameters to ratios.</summary>
    public Gate Gate => Description?.Gate ?? Gate.SparsestMax;
}

/// <summary>The network whose weights are to be written: as its class says it, or as weights that it has already saved do.</summary>
internal sealed class TargetNetwork
{
    private TargetNetwork(string words, string? name, NetworkModel? model, IReadOnlyList<TargetTensor> tensors, IReadOnlyList<TargetNorm> norms)
    {
        (Words, Name, Model, Tensors, Norms) = (words, name, model, tensors, norms);
        ByName = new Dictionary<string, TargetTensor>(tensors.Select(static t => new KeyValuePair<string, TargetTensor>(t.Name, t)), StringComparer.Ordinal);
    }

    /// <summary>What messages call it.</summary>
    public string Words { get; }

    /// <summary>The full name of its class, where it is known.</summary>
    public string? Name { get; }

    /// <summary>Its class; null where only shapes are known.</summary>
    public NetworkModel? Model { get; }

    /// <summary>Its tensors, optional ones included, in the order of its layers where that is known.</summary>
    public IReadOnlyList<TargetTensor> Tensors { get; }

    /// <summary>Its tensors by name.</summary>
    public IReadOnlyDictionary<string, TargetTensor> ByName { get; }

    /// <summary>Its normalizations.</summary>
    public IReadOnlyList<TargetNorm> Norms { get; }

    /// <summary>A network by its class.</summary>
    public static TargetNetwork Of(NetworkModel model) => new(
        model.Name,
        model.Name,
        model,
        [.. NetworkTensors.Of(model.Graph.Layers).Select(static t => new TargetTensor(t.Name, t.Shape, t.Type == SafetensorsType.I64))],
        [.. model.Graph.Layers.Where(static layer => layer.Normalization is not null).Select(TargetNorm.Of)]);

    /// <summary>A network by weights of it, which no code has to be run for.</summary>
    /// <param name="path">A safetensors file: weights of the network, or a checkpoint of its training.</param>
    /// <exception cref="ToolException">They are no weights of a network of SsnGen.</exception>
    /// <exception cref="WeightsException">They are damaged.</exception>
    public static TargetNetwork OfShapes(string path)
    {
        using var file = TensorFile.Open(path);
        var state = SourceState.Of(file, null);
        if (!state.IsOwn)
        {
            throw ToolException.InFile($"{path} was not saved by SsnGen: --shapes takes weights that a training of the same network has saved (module.Save), or a checkpoint of it.");
        }

        var tensors = state.Tensors.Select(static t => new TargetTensor(t.Name, t.Tensor.Shape, !t.Tensor.IsFloat)).ToList();
        var norms = NormsOf(path, tensors).ToList();
        tensors.AddRange(norms.Where(static norm => norm.Count > 1).SelectMany(Optional).ExceptBy(tensors.Select(static t => t.Name).ToList(), static t => t.Name));
        return new TargetNetwork($"the network of {path}", file.Metadata.GetValueOrDefault(WeightsMetadata.Model), null, tensors, norms);
    }

    // Earlier versions did not save them.
    private static IEnumerable<TargetTensor> Optional(TargetNorm norm)
    {
        yield return new TargetTensor(norm.Path + NetworkTensors.MeanFixed, [1], true);
        yield return new TargetTensor(norm.Path + NetworkTensors.Radius, [1], false);
        if (!norm.IsShared)
        {
            yield return new TargetTensor(norm.Path + NetworkTensors.VarianceFixed, [1], true);
        }
    }

    // Ω is not in a file; three control parameters and running moments are those of the default.
    private static IEnumerable<TargetNorm> NormsOf(string path, List<TargetTensor> tensors)
    {
        const string Gamma = NetworkTensors.Norm + ".weight";
        var shapes = tensors.ToDictionary(static t => t.Name, static t => t.Shape, StringComparer.Ordinal);
        foreach (var layer in from tensor in tensors where tensor.Name.EndsWith(Gamma, StringComparison.Ordinal) select tensor.Name[..^Gamma.Length])
        {
            var count = shapes.TryGetValue(layer + NetworkTensors.Norm + NetworkTensors.MeanControl, out var control) && control.Length == 1 ? control[0] : 1;
            if (PublishedNormalizers.Problem(count) is { } problem)
            {
                throw new WeightsException(path, layer + NetworkTensors.Norm + NetworkTensors.MeanControl, problem + ".");
            }

            var hasMoments = shapes.ContainsKey(layer + NetworkTensors.Norm + NetworkTensors.RunningMean);
            var isShared = !shapes.ContainsKey(layer + NetworkTensors.Norm + NetworkTensors.VarianceControl);
            yield return new TargetNorm(layer, count, PublishedNormalizers.Of(count, hasMoments), isShared, null);
        }
    }
}
