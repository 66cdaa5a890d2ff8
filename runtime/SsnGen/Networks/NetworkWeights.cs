using System.Collections.Immutable;
using System.Globalization;
using SsnGen.Files;

namespace SsnGen.Networks;

/// <summary>
/// The weights of a network, by name. Names are the path of the layer and the part:
/// <list type="bullet">
/// <item><c>PATH.conv.weight</c> [O, I / Groups, K, K], <c>PATH.conv.bias</c> [O]</item>
/// <item><c>PATH.linear.weight</c> [O, I], <c>PATH.linear.bias</c> [O]</item>
/// <item><c>PATH.norm.weight</c> (γ), <c>PATH.norm.bias</c> (β) [C]</item>
/// <item><c>PATH.norm.mean_weight</c>, <c>PATH.norm.var_weight</c>: the control parameters [|Ω|]; none where |Ω| = 1, and no <c>var_weight</c> where mean and variance share their ratios</item>
/// <item><c>PATH.norm.mean_fixed</c>, <c>PATH.norm.var_fixed</c> (integers, [1], 0 or 1) and <c>PATH.norm.radius</c> [1]: what is fixed, and the radius of SparsestMax in this layer; each may be absent</item>
/// <item><c>PATH.norm.running_mean</c>, <c>PATH.norm.running_var</c> [C], where batch is in Ω</item>
/// </list>
/// <see cref="NetworkTensors"/> lists those of one network. The file format is safetensors; <see cref="WeightsMetadata"/>
/// lists the metadata.
/// </summary>
public sealed class NetworkWeights
{
    private readonly Dictionary<string, Entry> _entries;

    private NetworkWeights(string name, Dictionary<string, Entry> entries, IReadOnlyDictionary<string, string> metadata)
    {
        Name = name;
        _entries = entries;
        Metadata = metadata;
        CheckVersion();
        Radius = ReadRadius();
        CheckControlParameters();
    }

    /// <summary>What the weights came with; keys are in <see cref="WeightsMetadata"/>. Empty for weights from elsewhere.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>
    /// The radius of SparsestMax when the weights were saved, from 0 to 1, as their metadata say; 0 where they do not. It is
    /// that of the layers that have no radius of their own, see <see cref="RadiusOf"/>.
    /// </summary>
    public double Radius { get; }

    /// <summary>Loads a safetensors file. It is read and closed; what happens to it afterwards changes nothing.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">Which tensors to load, or null for all; its <see cref="LoadOptions.Strict"/> is for the checks of the network.</param>
    /// <exception cref="WeightsException">
    /// There is no such file, it cannot be read (the cause is the inner exception), it is a folder, a pipe or a device, it is
    /// damaged or of another version, or it has control parameters that are not finite.
    /// </exception>
    public static NetworkWeights Load(string path, LoadOptions? options = null)
    {
        using var stream = RegularFile.OpenRead(path);
        return Read(stream, path, options);
    }

    /// <summary>Loads weights from a stream, such as an embedded resource, reading it to its end.</summary>
    /// <param name="stream">The stream, in the safetensors format, of any length; it is not closed.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">As for <see cref="Load(string, LoadOptions?)"/>.</param>
    /// <exception cref="WeightsException">As for <see cref="Load(string, LoadOptions?)"/>.</exception>
    public static NetworkWeights Load(Stream stream, string name = "stream", LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Read(stream, name, options);
    }

    /// <summary>
    /// Random weights of a network that is not trained, for tests and benchmarks; the same on every machine. Convolutions and linear
    /// layers are He-normal (He et al., ICCV 2015), γ is near 1, β near 0, running means are near 0, running variances
    /// between 0.5 and 1.5; control parameters differ enough that each gate gives ratios of its own.
    /// </summary>
    /// <param name="layers">The layers of the network.</param>
    /// <param name="seed">Another seed gives other weights.</param>
    /// <param name="radius">The radius of SparsestMax, which the ratios of mixtures depend on; from 0 to 1.</param>
    /// <returns>The weights, without a model and a selection in their metadata: they fit every selection.</returns>
    public static NetworkWeights Random(IReadOnlyList<Layer> layers, int seed, double radius = 0)
    {
        ArgumentNullException.ThrowIfNull(layers);
        WeightsMetadata.ThrowIfNotARadius(radius);
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var (name, shape, values) in RandomWeights.Draw(layers, seed))
        {
            entries.Add(name, new Entry(shape, SafetensorsType.F32, "F32", values, null));
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [WeightsMetadata.Radius] = radius.ToString("R", CultureInfo.InvariantCulture),
        };
        return new NetworkWeights($"random weights (seed {seed})", entries, metadata);
    }

    /// <summary>The names of the tensors, in the order of their data.</summary>
    public IReadOnlyCollection<string> Names => _entries.Keys;

    /// <summary>What messages call the weights: the path of the file, or the name of the stream.</summary>
    public string Name { get; }

    /// <summary>Whether there is a tensor of this name.</summary>
    /// <param name="tensor">The name.</param>
    public bool Contains(string tensor) => _entries.ContainsKey(tensor);

    /// <summary>Copies a tensor; F16, BF16 and F64 are converted, and dimensions of size 1 may differ ([1, C, 1, 1] serves as [C]).</summary>
    /// <param name="tensor">The name.</param>
    /// <param name="shape">The shape that is needed, row-major.</param>
    /// <returns>A new array of the values.</returns>
    /// <exception cref="WeightsException">There is no such tensor, or its shape or type is another.</exception>
    public float[] Get(string tensor, params ReadOnlySpan<int> shape) => Values(tensor, shape).ToArray();

    /// <summary>As <see cref="Get"/>, without a copy.</summary>
    internal ReadOnlySpan<float> Values(string tensor, params ReadOnlySpan<int> shape)
    {
        var entry = Find(tensor, "F32", shape);
        if (entry.Values is null)
        {
            throw new WeightsException(Name, tensor, $"its dtype is {entry.TypeName}; the network needs F32 {ShapeText.Of(shape)} (F16, BF16 and F64 are converted).");
        }

        CheckShape(tensor, entry, shape);
        return entry.Values;
    }

    /// <summary>Copies a tensor of integers or truth values (0 and 1), of any size; dimensions of size 1 may differ.</summary>
    /// <param name="tensor">The name.</param>
    /// <param name="shape">The shape that is needed, row-major.</param>
    /// <returns>A new array of the values.</returns>
    /// <exception cref="WeightsException">There is no such tensor, its shape or type is another, or a value is beyond a long.</exception>
    public long[] Integers(string tensor, params ReadOnlySpan<int> shape)
    {
        var entry = Find(tensor, "I64", shape);
        if (entry.Bytes is null)
        {
            throw new WeightsException(Name, tensor, $"its dtype is {entry.TypeName}; the network needs I64 {ShapeText.Of(shape)} (other integers are converted).");
        }

        CheckShape(tensor, entry, shape);
        return SafetensorsValues.ToLongs(Name, tensor, entry.Type, entry.Bytes);
    }

    /// <summary>The radius of SparsestMax of one layer: its own where the weights have it, else that of the metadata.</summary>
    /// <param name="normPath">The prefix of the normalization's names, such as <c>Stem.norm</c>.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="WeightsException">The layer's radius is not from 0 to 1.</exception>
    public double RadiusOf(string normPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(normPath);
        var tensor = normPath + NetworkTensors.Radius;
        if (!Contains(tensor))
        {
            return Radius;
        }

        var radius = Values(tensor, 1)[0];
        return WeightsMetadata.IsARadius(radius)
            ? radius
            : throw new WeightsException(Name, tensor, $"the radius is {radius.ToString(CultureInfo.InvariantCulture)}, which is not from 0 to 1.");
    }

    /// <summary>What a <c>mean_fixed</c> or <c>var_fixed</c> says: whether ratios are one-hot for good.</summary>
    /// <param name="tensor">The name, such as <c>Stem.norm.mean_fixed</c>.</param>
    /// <returns>Whether they are fixed, or null where the weights do not say.</returns>
    /// <exception cref="WeightsException">The tensor is not one integer, 0 or 1.</exception>
    public bool? IsFixed(string tensor)
    {
        if (!Contains(tensor))
        {
            return null;
        }

        return Integers(tensor, 1)[0] switch
        {
            0 => false,
            1 => true,
            var other => throw new WeightsException(Name, tensor, $"it is {other.ToString(CultureInfo.InvariantCulture)}, and says 0 or 1: whether the ratios are fixed."),
        };
    }

    /// <summary>The name of a tensor, with its type where that cannot be read.</summary>
    internal string Describe(string tensor) => _entries[tensor] is { Type: SafetensorsType.Other } entry ? $"{tensor} ({entry.TypeName})" : tensor;

    /// <summary>How many floating-point values a tensor has; 0 where it has none.</summary>
    internal int LengthOf(string tensor) => _entries.TryGetValue(tensor, out var entry) ? entry.Values?.Length ?? 0 : 0;

    /// <summary>Control parameters. No gate has an answer for those that are not finite, and a network that ran without one would be wrong everywhere.</summary>
    internal float[] Control(string tensor, int count)
    {
        var values = Get(tensor, count);
        CheckControl(tensor, values);
        return values;
    }

    /// <summary>
    /// Checks weights that a network is to run with: that they are of this model and selection, that there is a tensor of
    /// the right shape for all that the network computes with and none that it does not have, that every value it uses is
    /// finite and running variances are not negative. What the compiled selection leaves unused, such as control parameters
    /// or running moments, may be absent. Weights that do not name their model or selection pass as those of other programs.
    /// </summary>
    /// <param name="layers">The layers of the network, as compiled.</param>
    /// <param name="modelName">The full name of the class of the network; null to take weights of every model.</param>
    /// <param name="selectionHash">The fingerprint of the selection that it was compiled for; null to take weights of every selection.</param>
    /// <param name="options">What is waived; null for nothing.</param>
    /// <param name="trained">The layers of the network as it is trained, whose weights may be there too; null where these are all.</param>
    /// <returns>What the network uses. Nothing is missing.</returns>
    /// <exception cref="WeightsException">The weights do not pass.</exception>
    public LoadReport CheckForEvaluation(IReadOnlyList<Layer> layers, string? modelName = null, string? selectionHash = null, LoadOptions? options = null, IReadOnlyList<Layer>? trained = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return new WeightsCheck(this, layers, options ?? new LoadOptions()).ForEvaluation(modelName, selectionHash, trained ?? layers);
    }

    /// <summary>As <see cref="CheckForEvaluation"/>, for a network that is to be trained: it uses every tensor, and keeps the values it has where one is missing and that is waived.</summary>
    /// <param name="layers">The layers of the network.</param>
    /// <param name="modelName">The full name of the class of the network; null to take weights of every model.</param>
    /// <param name="options">What is waived, and which tensors are not to be loaded; null for nothing.</param>
    /// <returns>Which tensors to load, which are missing, and which the network does not have.</returns>
    /// <exception cref="WeightsException">The weights do not pass.</exception>
    public LoadReport CheckForTraining(IReadOnlyList<Layer> layers, string? modelName = null, LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return new WeightsCheck(this, layers, options ?? new LoadOptions()).ForTraining(modelName);
    }

    /// <summary>Refuses weights of another network. Weights that do not name their network pass.</summary>
    /// <param name="modelName">The full name of the class of the network that loads them.</param>
    /// <exception cref="WeightsException">The weights are those of another network.</exception>
    public void RequireModel(string modelName)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelName);
        if (Metadata.TryGetValue(WeightsMetadata.Model, out var saved) && saved != modelName)
        {
            throw new WeightsException(Name, null, $"these are weights of {WeightsException.Shortened(saved)}, and {modelName} was to load them. Load a file that was saved for {modelName}.");
        }
    }

    /// <summary>
    /// Refuses weights that were trained for another selection than the one the network was compiled for. Weights
    /// without a fingerprint pass, as those of other programs do.
    /// </summary>
    /// <param name="modelName">The full name of the class of the network that loads them, for the message.</param>
    /// <param name="selectionHash">The fingerprint of the selection that the network was compiled for, see <see cref="SelectionHash"/>.</param>
    /// <exception cref="WeightsException">The fingerprints differ.</exception>
    public void RequireSelection(string modelName, string selectionHash)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelName);
        ArgumentException.ThrowIfNullOrEmpty(selectionHash);
        if (Metadata.TryGetValue(WeightsMetadata.Selection, out var saved) && saved != selectionHash)
        {
            var simpleName = modelName[(modelName.LastIndexOf('.') + 1)..];
            throw new WeightsException(
                Name,
                null,
                $"the weights belong to selection {WeightsException.Shortened(saved)}, and {modelName} was compiled for selection {selectionHash}. " +
                $"Recompile with the {simpleName}.Selection.cs that was written with these weights, or load the weights that belong to the compiled selection.");
        }
    }

    private Entry Find(string tensor, string type, ReadOnlySpan<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(tensor);
        return _entries.TryGetValue(tensor, out var entry)
            ? entry
            : throw new WeightsException(Name, tensor, $"it is missing; the network needs it as {type} {ShapeText.Of(shape)}. Load the file that was saved for this network.");
    }

    private void CheckShape(string tensor, Entry entry, ReadOnlySpan<int> shape)
    {
        if (!SameShape(entry.Shape.AsSpan(), shape))
        {
            throw new WeightsException(Name, tensor, $"its shape is {ShapeText.Of(entry.Shape.AsSpan())}; the network needs {ShapeText.Of(shape)}. Load the file that was saved for this network; training can leave it out (LoadOptions.Except).");
        }
    }

    private static NetworkWeights Read(Stream stream, string name, LoadOptions? options)
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        var header = SafetensorsReader.Read(stream, name, Take, Wants);
        return new NetworkWeights(name, entries, header.Metadata);

        // What cannot be read is listed all the same.
        bool Wants(SafetensorsTensor tensor) =>
            (options is null || options.Selects(tensor.Name))
            && entries.TryAdd(tensor.Name, new Entry(tensor.Shape, tensor.Type, tensor.TypeName, null, null))
            && tensor.Type != SafetensorsType.Other;

        void Take(SafetensorsTensor tensor, byte[] bytes)
        {
            var entry = entries[tensor.Name];
            entries[tensor.Name] = SafetensorsValues.IsFloat(tensor.Type)
                ? entry with { Values = SafetensorsValues.ToFloats(name, tensor, bytes) }
                : entry with { Bytes = bytes };
        }
    }

    private static bool SameShape(ReadOnlySpan<int> actual, ReadOnlySpan<int> needed)
    {
        while (true)
        {
            actual = actual.TrimStart(1);
            needed = needed.TrimStart(1);
            if (actual.IsEmpty || needed.IsEmpty)
            {
                return actual.IsEmpty && needed.IsEmpty;
            }

            if (actual[0] != needed[0])
            {
                return false;
            }

            actual = actual[1..];
            needed = needed[1..];
        }
    }

    private void CheckVersion()
    {
        if (Metadata.TryGetValue(WeightsMetadata.Version, out var version) && version != WeightsMetadata.CurrentVersion)
        {
            throw new WeightsException(Name, null, $"its {WeightsMetadata.Version} is '{WeightsException.Shortened(version)}', and this version of SsnGen reads '{WeightsMetadata.CurrentVersion}'. Use the version of SsnGen that wrote it.");
        }
    }

    private double ReadRadius()
    {
        if (!Metadata.TryGetValue(WeightsMetadata.Radius, out var text))
        {
            return 0;
        }

        return WeightsMetadata.TryParseRadius(text, out var radius)
            ? radius
            : throw new WeightsException(Name, null, $"its {WeightsMetadata.Radius} is '{WeightsException.Shortened(text)}', which is not a number from 0 to 1.");
    }

    /// <summary>They in one line, such as <c>digits.safetensors: 62 tensors of Digits.DigitsNet</c>.</summary>
    public override string ToString() =>
        $"{Name}: {_entries.Count} tensors{(Metadata.TryGetValue(WeightsMetadata.Model, out var model) ? " of " + WeightsException.Shortened(model) : "")}";

    private void CheckControlParameters()
    {
        foreach (var (name, entry) in _entries)
        {
            var isControl = name.EndsWith(NetworkTensors.MeanControl, StringComparison.Ordinal) || name.EndsWith(NetworkTensors.VarianceControl, StringComparison.Ordinal);
            if (isControl && entry.Values is { } values)
            {
                CheckControl(name, values);
            }
        }
    }

    private void CheckControl(string tensor, float[] values)
    {
        if (Array.FindIndex(values, static v => !float.IsFinite(v)) is >= 0 and var index)
        {
            throw new WeightsException(Name, tensor, $"control parameter {index} is {values[index].ToString(CultureInfo.InvariantCulture)}: the training diverged. Load an earlier checkpoint.");
        }
    }

    /// <summary>One tensor: its values where its type is a floating-point type, its bytes where it is another known type.</summary>
    private sealed record Entry(ImmutableArray<int> Shape, SafetensorsType Type, string TypeName, float[]? Values, byte[]? Bytes);
}
