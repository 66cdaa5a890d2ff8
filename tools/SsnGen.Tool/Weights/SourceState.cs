using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Tool.Tensors;

namespace SsnGen.Tool.Weights;

/// <summary>The weights of one network in a file: of a checkpoint its state_dict, without what wrappers put before the names.</summary>
internal sealed class SourceState
{
    // In this order: what trainings call it, and then the file itself.
    private static readonly string[] Parts = ["state_dict", "model_state_dict", "model", "net", ""];

    // DataParallel and DistributedDataParallel, torch.compile, modules that train another one, and the detection networks of Switchable-Normalization.
    private static readonly string[] Prefixes = ["module.", "_orig_mod.", "model.", "net.", "backbone.", "Conv_Body.conv_body.", "Conv_Body."];

    private SourceState(TensorFile file, string part, string prefix, IReadOnlyList<(string Name, TensorEntry Tensor)> tensors)
    {
        (File, Part, Prefix, Tensors) = (file, part, prefix, tensors);
        ByName = new Dictionary<string, TensorEntry>(tensors.Select(static t => new KeyValuePair<string, TensorEntry>(t.Name, t.Tensor)), StringComparer.Ordinal);
    }

    /// <summary>The file.</summary>
    public TensorFile File { get; }

    /// <summary>The part of the file that the weights are; empty where the file has nothing else.</summary>
    public string Part { get; }

    /// <summary>What was left out before the names.</summary>
    public string Prefix { get; }

    /// <summary>The tensors with their names, in the file's order.</summary>
    public IReadOnlyList<(string Name, TensorEntry Tensor)> Tensors { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, TensorEntry> ByName { get; }

    /// <summary>Finds the weights of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="part">The part that the user asks for; null for the one that trainings save.</param>
    /// <exception cref="ToolException">There is no such part, or several that may be meant.</exception>
    public static SourceState Of(TensorFile file, string? part)
    {
        var parts = file.Tensors.GroupBy(static tensor => tensor.Container, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.ToList(), StringComparer.Ordinal);
        var words = string.Join(", ", parts.Keys.Take(8).Select(static name => name.Length == 0 ? "the outermost" : $"'{name}'"));
        if (part is not null && !parts.ContainsKey(part))
        {
            throw ToolException.InFile($"{file.Path} has no part '{part}'. The parts with tensors in it: {(parts.Count == 0 ? "none" : words)}.");
        }

        // Beside the weights a checkpoint may hold a tensor by itself, such as the best accuracy.
        var chosen = part ?? Array.Find(Parts, name => parts.ContainsKey(name) && (name.Length > 0 || parts.Values.All(other => other.Count <= parts[name].Count)))
            ?? (parts.Count == 1 ? parts.Keys.First() : null);
        if (chosen is null)
        {
            throw ToolException.InFile(parts.Count == 0
                ? $"{file.Path} holds no tensors."
                : $"{file.Path} holds several parts with tensors ({words}), none of which is called as weights are. Name one with --part.");
        }

        return Of(file, chosen, parts[chosen]);
    }

    // A wrapper may keep tensors of its own beside those of the network that it wraps, as AveragedModel does.
    private static SourceState Of(TensorFile file, string part, List<TensorEntry> tensors)
    {
        var prefix = "";
        var weights = tensors.FindAll(static tensor => !FrameworkTensors.Contains(tensor.Key));
        while (weights.Count > 0 && Array.Find(Prefixes, next => weights.TrueForAll(tensor => tensor.Key.StartsWith(prefix + next, StringComparison.Ordinal))) is { } found)
        {
            prefix += found;
        }

        var beside = tensors.Select(static tensor => tensor.Key).Where(key => !key.StartsWith(prefix, StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return new SourceState(file, part, prefix, [.. tensors.Select(tensor => (Name(tensor.Key), tensor))]);

        string Name(string key) => beside.Contains(key) || beside.Contains(key[prefix.Length..]) ? key : key[prefix.Length..];
    }

    /// <summary>Its file and its part in words.</summary>
    public override string ToString() =>
        $"{File.Path}: {File.Format}, {Tensors.Count} tensors{(Part.Length > 0 ? $" in '{Part}'" : "")}{(Prefix.Length > 0 ? $", '{Prefix}' before their names left out" : "")}";

    /// <summary>Whether these are weights that a training or a tool of SsnGen has saved.</summary>
    public bool IsOwn => File.Metadata.ContainsKey(WeightsMetadata.Version) || File.Metadata.ContainsKey(SafetensorsTensorFile.Checkpoint);

    /// <summary>Whether a layer of a network of SsnGen has running moments.</summary>
    public bool HasMoments(string layer) => ByName.ContainsKey(layer + NetworkTensors.Norm + NetworkTensors.RunningMean);

    /// <summary>The radius of layers that have none of their own.</summary>
    /// <exception cref="WeightsException">The file says something that is no radius.</exception>
    public double Radius => !File.Metadata.TryGetValue(WeightsMetadata.Radius, out var text) ? 0
        : WeightsMetadata.TryParseRadius(text, out var radius) ? radius
        : throw new WeightsException(File.Path, null, $"its {WeightsMetadata.Radius} is '{WeightsException.Shortened(text)}', which is not a number from 0 to 1.");
}
