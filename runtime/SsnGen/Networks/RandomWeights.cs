using System.Collections.Immutable;

namespace SsnGen.Networks;

/// <summary>Draws the weights of a network. Each tensor has a random stream of its own, so that changing one layer leaves the others' weights as they were.</summary>
internal static class RandomWeights
{
    /// <summary>Draws all weights of the layers.</summary>
    public static IEnumerable<(string Name, ImmutableArray<int> Shape, float[] Values)> Draw(IReadOnlyList<Layer> layers, int seed)
    {
        foreach (var layer in layers)
        {
            var outputs = layer.Output.Channels;
            switch (layer.Producer)
            {
                case Producer.Conv conv:
                    var inputs = layer.Input.Channels / conv.Groups;
                    yield return HeNormal($"{layer.Path}.conv.weight", seed, outputs, inputs, conv.Kernel, conv.Kernel);
                    if (conv.Bias) yield return Normal($"{layer.Path}.conv.bias", seed, 0, 0.1, outputs);
                    break;
                case Producer.Linear linear:
                    yield return HeNormal($"{layer.Path}.linear.weight", seed, outputs, layer.Input.Length);
                    if (linear.Bias) yield return Normal($"{layer.Path}.linear.bias", seed, 0, 0.1, outputs);
                    break;
            }

            if (layer.Normalization is { } normalization)
            {
                foreach (var tensor in DrawNormalization($"{layer.Path}.norm", normalization, outputs, seed))
                {
                    yield return tensor;
                }
            }
        }
    }

    private static IEnumerable<(string Name, ImmutableArray<int> Shape, float[] Values)> DrawNormalization(
        string path, Normalization normalization, int channels, int seed)
    {
        yield return Normal($"{path}.weight", seed, 1, 0.1, channels);
        yield return Normal($"{path}.bias", seed, 0, 0.1, channels);
        var choices = normalization.Normalizers.Length;
        if (choices > 1)
        {
            yield return Normal($"{path}.mean_weight", seed, 1, 0.3, choices);
            if (!normalization.SharedRatios) yield return Normal($"{path}.var_weight", seed, 1, 0.3, choices);
        }

        if (normalization.Normalizers.Contains(Normalizer.Batch))
        {
            yield return Normal($"{path}.running_mean", seed, 0, 0.3, channels);
            yield return Uniform($"{path}.running_var", seed, 0.5, 1.5, channels);
        }
    }

    private static (string Name, ImmutableArray<int> Shape, float[] Values) HeNormal(string name, int seed, params ImmutableArray<int> shape)
    {
        var fanIn = shape.Skip(1).Aggregate(1, static (product, size) => checked(product * size));
        return Normal(name, seed, 0, Math.Sqrt(2.0 / fanIn), shape);
    }

    private static (string Name, ImmutableArray<int> Shape, float[] Values) Normal(
        string name, int seed, double mean, double deviation, params ImmutableArray<int> shape)
    {
        var random = new RandomStream(seed, name);
        var values = new float[shape.Aggregate(1, static (product, size) => checked(product * size))];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (float)(mean + (deviation * random.NextNormal()));
        }

        return (name, shape, values);
    }

    private static (string Name, ImmutableArray<int> Shape, float[] Values) Uniform(string name, int seed, double from, double to, int length)
    {
        var random = new RandomStream(seed, name);
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = (float)(from + ((to - from) * random.NextUniform()));
        }

        return (name, [length], values);
    }
}
