using SsnGen.Files;
using SsnGen.Networks;

namespace SsnGen.Tests.Networks;

/// <summary>Weights from values, by way of the file format.</summary>
internal static class WeightFiles
{
    public const string Name = "weights.safetensors";

    public static NetworkWeights Load(params (string Name, float[] Values)[] tensors) => Load([], tensors);

    public static NetworkWeights Load(Dictionary<string, string> metadata, params (string Name, float[] Values)[] tensors)
    {
        var writer = new SafetensorsWriter(metadata);
        foreach (var (name, values) in tensors)
        {
            writer.Add(name, values, values.Length);
        }

        return Load(writer);
    }

    public static NetworkWeights Load(SafetensorsWriter writer)
    {
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        stream.Position = 0;
        return NetworkWeights.Load(stream, Name);
    }
}
