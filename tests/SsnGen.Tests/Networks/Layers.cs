using System.Collections.Immutable;

namespace SsnGen.Tests.Networks;

/// <summary>Describes layers as a compiled network does.</summary>
internal static class Layers
{
    public static Layer Of(
        Producer producer, Shape input, Shape output, Normalization? normalization = null, NetworkValue? source = null, string path = "L") =>
        new() { Path = path, Sources = [source ?? Input(input)], Output = output, Producer = Fit(producer, output), Normalization = normalization };

    /// <summary>The input of a network.</summary>
    public static NetworkInput Input(Shape shape, string name = "input") => new(name, shape);

    /// <summary>A convolution whose channels are those of the layer that it is given to.</summary>
    public static Producer.Conv Conv(int Kernel, int Stride, int Padding, int Dilation, int Groups, bool Bias) => new(0, new Window(Kernel, Stride, Padding, Dilation), Groups, Bias);

    /// <summary>A linear layer whose features are those of the layer that it is given to.</summary>
    public static Producer.Linear Linear(bool Bias) => new(0, Bias);

    private static Producer Fit(Producer producer, Shape output) => producer switch
    {
        Producer.Conv { Channels: 0 } conv => conv with { Channels = output.Channels },
        Producer.Linear { Features: 0 } linear => linear with { Features = output.Channels },
        _ => producer,
    };

    /// <summary>A layer that only normalizes (or, without a normalization, only activates).</summary>
    public static Layer Identity(
        Shape shape, Normalization? normalization = null, Activation? activation = null, NetworkValue? source = null, string path = "L") =>
        new()
        {
            Path = path,
            Sources = [source ?? Input(shape)],
            Output = shape,
            Producer = new Producer.Identity(),
            Normalization = normalization,
            Tail = activation is null ? [] : [new TailStep.Activate(activation)],
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
