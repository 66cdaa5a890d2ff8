using System.Collections.Immutable;

namespace SsnGen.Networks;

/// <summary>Draws the weights of a network. Each tensor has a random stream of its own, so that changing one layer leaves the others' weights as they were.</summary>
internal static class RandomWeights
{
    /// <summary>Draws all weights of the layers. Nothing is fixed in them, and the radius is that of the metadata.</summary>
    public static IEnumerable<(string Name, ImmutableArray<int> Shape, float[] Values)> Draw(IReadOnlyList<Layer> layers, int seed) =>
        NetworkTensors.Of(layers).Where(static tensor => !tensor.IsOptional).Select(tensor => Draw(tensor, seed));

    private static (string Name, ImmutableArray<int> Shape, float[] Values) Draw(NetworkTensor tensor, int seed) => tensor.Role switch
    {
        TensorRole.Weight => HeNormal(tensor.Name, seed, tensor.Shape),
        TensorRole.Bias or TensorRole.Beta => Normal(tensor.Name, seed, 0, 0.1, tensor.Shape),
        TensorRole.Gamma => Normal(tensor.Name, seed, 1, 0.1, tensor.Shape),
        TensorRole.Slope => Normal(tensor.Name, seed, 0.25, 0.1, tensor.Shape),
        TensorRole.MeanControl or TensorRole.VarianceControl => Normal(tensor.Name, seed, 1, 0.3, tensor.Shape),
        TensorRole.RunningMean => Normal(tensor.Name, seed, 0, 0.3, tensor.Shape),
        TensorRole.RunningVariance => Uniform(tensor.Name, seed, 0.5, 1.5, tensor.Shape[0]),
        _ => throw new ArgumentException($"{tensor} has the unknown role {tensor.Role}.", nameof(tensor)),
    };

    private static (string Name, ImmutableArray<int> Shape, float[] Values) HeNormal(string name, int seed, ImmutableArray<int> shape)
    {
        var fanIn = shape.Skip(1).Aggregate(1, static (product, size) => checked(product * size));
        return Normal(name, seed, 0, Math.Sqrt(2.0 / fanIn), shape);
    }

    private static (string Name, ImmutableArray<int> Shape, float[] Values) Normal(
        string name, int seed, double mean, double deviation, ImmutableArray<int> shape)
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
