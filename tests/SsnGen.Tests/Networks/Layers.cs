using System.Collections.Immutable;

namespace SsnGen.Tests.Networks;

/// <summary>Describes layers as a compiled network does.</summary>
internal static class Layers
{
    public static Layer Of(
        Producer producer, Shape input, Shape output, Normalization? normalization = null, Layer? source = null, string path = "L") =>
        new() { Path = path, Source = source, Input = input, Output = output, Producer = producer, Normalization = normalization };

    /// <summary>A layer that only normalizes (or, without a normalization, only activates).</summary>
    public static Layer Identity(
        Shape shape, Normalization? normalization = null, ActivationKind activation = ActivationKind.None, Layer? source = null, string path = "L") =>
        new()
        {
            Path = path,
            Source = source,
            Input = shape,
            Output = shape,
            Producer = new Producer.Identity(),
            Normalization = normalization,
            Activation = activation,
            NegativeSlope = activation == ActivationKind.LeakyRelu ? 0.25f : 0,
        };

    public static Normalization Choice(params ImmutableArray<Normalizer> normalizers) => new() { Normalizers = normalizers, Epsilon = 0.5f };

    public static Normalization Selected(Normalizer mean, Normalizer variance) => new()
    {
        Normalizers = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group],
        Groups = 2,
        Epsilon = 0.5f,
        Selection = new Selection(mean, variance),
    };
}
