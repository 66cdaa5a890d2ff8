using System.Collections.Immutable;

namespace SsnGen.Networks;

/// <summary>Lists the tensors that the weights of a network are: the one place that knows their names and shapes.</summary>
public static class NetworkTensors
{
    /// <summary>What the name of a normalization's tensors begins with: the path of the layer and this.</summary>
    internal const string Norm = ".norm";

    internal const string MeanControl = ".mean_weight";
    internal const string VarianceControl = ".var_weight";
    internal const string MeanFixed = ".mean_fixed";
    internal const string VarianceFixed = ".var_fixed";
    internal const string Radius = ".radius";
    internal const string RunningMean = ".running_mean";
    internal const string RunningVariance = ".running_var";

    /// <summary>The tensors of all layers, layer by layer; optional ones included.</summary>
    /// <param name="layers">The layers of a network.</param>
    public static IEnumerable<NetworkTensor> Of(IEnumerable<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return layers.SelectMany(Of);
    }

    /// <summary>The tensors of one layer; optional ones included.</summary>
    /// <param name="layer">The layer.</param>
    public static IEnumerable<NetworkTensor> Of(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return OfProducer(layer).Concat(layer.Normalization is { } normalization ? OfNormalization(layer, normalization) : []);
    }

    private static IEnumerable<NetworkTensor> OfProducer(Layer layer)
    {
        if (layer.Producer.Weights(layer.Input) is { } weights)
        {
            var prefix = weights.Prefix(layer.Path);
            yield return new(prefix + ".weight", [.. weights.Shape], weights.AreSlopes ? TensorRole.Slope : TensorRole.Weight, layer);
            if (weights.HasBias) yield return new(prefix + ".bias", [weights.Outputs], TensorRole.Bias, layer);
        }
    }

    private static IEnumerable<NetworkTensor> OfNormalization(Layer layer, Normalization normalization)
    {
        var path = layer.Path + Norm;
        ImmutableArray<int> channels = [layer.Output.Channels];
        yield return new(path + ".weight", channels, TensorRole.Gamma, layer);
        yield return new(path + ".bias", channels, TensorRole.Beta, layer);
        if (normalization.Normalizers is { Length: > 1 } choices)
        {
            yield return new(path + MeanControl, [choices.Length], TensorRole.MeanControl, layer);
            if (!normalization.SharedRatios) yield return new(path + VarianceControl, [choices.Length], TensorRole.VarianceControl, layer);
            yield return new(path + MeanFixed, [1], TensorRole.MeanFixed, layer);
            if (!normalization.SharedRatios) yield return new(path + VarianceFixed, [1], TensorRole.VarianceFixed, layer);
            yield return new(path + Radius, [1], TensorRole.Radius, layer);
        }

        if (normalization.Normalizers.Contains(Normalizer.Batch))
        {
            yield return new(path + RunningMean, channels, TensorRole.RunningMean, layer);
            yield return new(path + RunningVariance, channels, TensorRole.RunningVariance, layer);
        }
    }
}
