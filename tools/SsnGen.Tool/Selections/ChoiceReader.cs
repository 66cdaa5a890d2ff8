using System.Collections.Immutable;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Tool.Models;
using SsnGen.Tool.Tensors;
using SsnGen.Tool.Weights;

namespace SsnGen.Tool.Selections;

/// <summary>Reads from the control parameters of a file what its layers have chosen.</summary>
internal static class ChoiceReader
{
    /// <summary>The layers with a choice, in the order of the network, or of their names where there is none.</summary>
    /// <param name="source">The weights.</param>
    /// <param name="model">The network; null where only the file speaks.</param>
    /// <param name="normalizers">What layers choose from, if neither the network nor the published order shall say it; default for none.</param>
    /// <param name="radius">The radius; null for the one that the file has for each layer.</param>
    /// <exception cref="WeightsException">The file says what cannot be.</exception>
    /// <exception cref="ToolException">The network has other layers.</exception>
    public static IReadOnlyList<LayerChoice> Read(SourceState source, NetworkModel? model, ImmutableArray<Normalizer> normalizers, double? radius)
    {
        var described = model?.Graph.Layers.Where(static layer => layer.Normalization is { Normalizers.Length: > 1 }).Select(TargetNorm.Of).ToList();
        var layers = described ?? [.. Layers(source).Select(layer => Of(source, layer, normalizers))];
        if (layers.CountBy(static norm => norm.Layer, StringComparer.Ordinal).FirstOrDefault(static layer => layer.Value > 1).Key is { } twice)
        {
            throw new WeightsException(source.File.Path, twice + NetworkTensors.MeanControl, $"layer {twice} is there twice, with {NetworkTensors.Norm} in its names and without.");
        }

        return [.. layers.Select(norm => Read(source, norm, radius))];
    }

    // Files sort names by their letters; layers are read in the order of their numbers.
    private static IEnumerable<string> Layers(SourceState source) =>
        from tensor in source.Tensors
        where tensor.Name.EndsWith(NetworkTensors.MeanControl, StringComparison.Ordinal) && tensor.Tensor.Shape.Length == 1
        let norm = tensor.Name[..^NetworkTensors.MeanControl.Length]
        orderby NaturalOrder.Key(norm) ascending
        select norm;

    private static TargetNorm Of(SourceState source, string norm, ImmutableArray<Normalizer> normalizers)
    {
        var count = source.ByName[norm + NetworkTensors.MeanControl].Shape[0];
        if (PublishedNormalizers.Problem(count) is { } problem)
        {
            throw new WeightsException(source.File.Path, norm + NetworkTensors.MeanControl, problem + ".");
        }

        var known = normalizers.IsDefault ? PublishedNormalizers.Of(count, source.ByName.ContainsKey(norm + NetworkTensors.RunningMean)) : normalizers;
        if (!normalizers.IsDefault && normalizers.Length != count)
        {
            throw ToolException.InUsage($"--normalizers names {normalizers.Length}, and {norm} has {count} control parameters.");
        }

        // Without a radius and flags it is Switchable-Normalization, which mixes by softmax.
        var isSparse = source.IsOwn || source.ByName.ContainsKey(norm + NetworkTensors.Radius) || source.ByName.ContainsKey(norm + NetworkTensors.MeanFixed);
        var layer = norm.EndsWith(NetworkTensors.Norm, StringComparison.Ordinal) ? norm[..^NetworkTensors.Norm.Length] : norm;
        var description = new Normalization { Normalizers = known.IsDefault ? [] : known, Gate = isSparse ? Gate.SparsestMax : Gate.Softmax };
        return new TargetNorm(layer, count, known, !source.ByName.ContainsKey(norm + NetworkTensors.VarianceControl), description);
    }

    private static LayerChoice Read(SourceState source, TargetNorm norm, double? radius)
    {
        // Names of other programs have no .norm in them.
        var path = source.ByName.ContainsKey(norm.Layer + NetworkTensors.MeanControl) ? norm.Layer : norm.Path;
        var mean = Control(source, path + NetworkTensors.MeanControl, norm);
        var variance = norm.IsShared ? mean : Control(source, path + NetworkTensors.VarianceControl, norm);
        var isMeanFixed = IsFixed(source, path + NetworkTensors.MeanFixed);
        return LayerChoice.Of(norm, mean, variance, isMeanFixed, norm.IsShared ? isMeanFixed : IsFixed(source, path + NetworkTensors.VarianceFixed), radius ?? Radius(source, path));
    }

    private static float[] Control(SourceState source, string name, TargetNorm norm)
    {
        if (!source.ByName.TryGetValue(name, out var tensor))
        {
            throw ToolException.InFile($"{source.File.Path} has no tensor {name}, which layer {norm.Layer} has. Name the weights of this network.");
        }

        var values = source.File.ToFloats(tensor);
        return values.Length != norm.Count ? throw new WeightsException(source.File.Path, name, $"it has {values.Length} values, and {norm.Count} are needed.")
            : FiniteValues.IndexOfOther(values) >= 0 ? throw new WeightsException(source.File.Path, name, "its control parameters are not finite: the training diverged.")
            : values;
    }

    private static bool IsFixed(SourceState source, string name) => source.ByName.TryGetValue(name, out var tensor) && source.File.ToLongs(tensor) switch
    {
        [0] => false,
        [1] => true,
        _ => throw new WeightsException(source.File.Path, name, "it says something else than 0 or 1: whether the ratios are fixed."),
    };

    private static double Radius(SourceState source, string path)
    {
        if (!source.ByName.TryGetValue(path + NetworkTensors.Radius, out var tensor))
        {
            return source.Radius;
        }

        return source.File.ToFloats(tensor) is [var radius] && WeightsMetadata.IsARadius(radius)
            ? radius
            : throw new WeightsException(source.File.Path, tensor.Name, "it is no radius from 0 to 1.");
    }
}
