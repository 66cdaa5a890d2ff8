using System.Globalization;
using System.Runtime.InteropServices;
using SsnGen.Files;

namespace SsnGen.TorchSharp;

/// <summary>A checkpoint that is being read: each value is checked as it is asked for, and none may be left over.</summary>
internal sealed class CheckpointFile(SafetensorsFile file)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>The path of the file.</summary>
    public string Name => file.Name;

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Has(string tensor) => file.TryGetTensor(tensor, out _);

    /// <summary>The bytes of a tensor, which must be there and of a type and, where one is given, of a shape.</summary>
    public ReadOnlySpan<byte> Bytes(string name, SafetensorsType type, params ReadOnlySpan<int> shape)
    {
        if (!file.TryGetTensor(name, out var tensor))
        {
            throw Error(name, "it is missing: this is no checkpoint of this training.");
        }

        if (tensor.Type != type || (!shape.IsEmpty && !tensor.Shape.AsSpan().SequenceEqual(shape)))
        {
            throw Error(name, $"it is {tensor}, and {type} [{string.Join(", ", shape.ToArray())}] is needed.");
        }

        _read.Add(name);
        return file.GetBytes(tensor);
    }

    /// <summary>A copy of a tensor of floats, all of which must be finite and at least a minimum.</summary>
    public float[] Floats(string name, float minimum, params ReadOnlySpan<int> shape)
    {
        var bytes = Bytes(name, SafetensorsType.F32, shape);
        var values = new float[bytes.Length / sizeof(float)];
        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]) || values[i] < minimum)
            {
                throw Error(name, $"value {i} is {values[i].ToString(CultureInfo.InvariantCulture)}, which no training can go on from. Use an earlier checkpoint.");
            }
        }

        return values;
    }

    /// <summary>A copy of a tensor of int64, all of which must lie within bounds.</summary>
    public long[] Integers(string name, long minimum, long maximum, params ReadOnlySpan<int> shape)
    {
        var values = MemoryMarshal.Cast<byte, long>(Bytes(name, SafetensorsType.I64, shape).ToArray()).ToArray();
        var wrong = Array.FindIndex(values, value => value < minimum || value > maximum);
        return wrong < 0
            ? values
            : throw Error(name, string.Create(CultureInfo.InvariantCulture, $"value {wrong} is {values[wrong]}, and has to be from {minimum} to {maximum}."));
    }

    /// <summary>An entry of the metadata, which must be there.</summary>
    public string Metadata(string key) =>
        file.Metadata.TryGetValue(key, out var value)
            ? value
            : throw Error(null, $"it has no {key}: it is no checkpoint. Weights are loaded by module.Load.");

    /// <summary>Refuses a file whose entry is another.</summary>
    public void Require(string key, string needed)
    {
        if (Metadata(key) is var found && found != needed)
        {
            throw Error(null, $"its {key} is '{found}', and this training needs '{needed}'.");
        }
    }

    /// <summary>A number from text, from 0 to a maximum.</summary>
    public T Number<T>(string key, string text, T maximum)
        where T : struct, IParsable<T>, System.Numerics.INumber<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var value) && T.IsFinite(value) && value >= T.Zero && value <= maximum
            ? value
            : throw Error(null, $"its {key} is '{text}', and has to be a number from 0 to {maximum.ToString(null, CultureInfo.InvariantCulture)}.");

    /// <summary>Refuses a file with tensors that nobody has asked for.</summary>
    public void RequireAllRead()
    {
        var unused = file.Tensors.Select(static tensor => tensor.Name).Where(name => !_read.Contains(name)).ToList();
        if (unused.Count > 0)
        {
            throw Error(null, $"{unused.Count} of its tensors belong to nothing in this training ({string.Join(", ", unused.Take(5))}{(unused.Count > 5 ? ", …" : "")}): it is a checkpoint of another network or another optimizer.");
        }
    }

    public WeightsException Error(string? tensor, string problem) => new(file.Name, tensor, problem);
}
