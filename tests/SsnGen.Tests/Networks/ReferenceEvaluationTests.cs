using SsnGen.Files;
using SsnGen.Networks;

namespace SsnGen.Tests.Networks;

public sealed class ReferenceEvaluationTests
{
    private static readonly Shape Pair = new(1, 1, 2);

    private static NetworkWeights None => WeightFiles.Load();

    public static TheoryData<string, double, double> Activations { get; } = new()
    {
        { "None", -2, 3 },
        { nameof(Activation.Relu), 0, 3 },
        { nameof(Activation.LeakyRelu), -0.5, 3 },
        { nameof(Activation.Silu), -0.2384058440442351, 2.8577223804673 },
        { nameof(Activation.HardSwish), -1.0 / 3, 3 },
    };

    private static Activation? Of(string name) => name switch
    {
        "None" => null,
        nameof(Activation.Relu) => new Activation.Relu(),
        nameof(Activation.LeakyRelu) => new Activation.LeakyRelu(0.25f),
        nameof(Activation.Silu) => new Activation.Silu(),
        nameof(Activation.HardSwish) => new Activation.HardSwish(),
        _ => throw new ArgumentException(name),
    };

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_follow_their_formulas(string activation, double ofMinusTwo, double ofThree)
    {
        var y = ReferenceEvaluation.Run([Layers.Identity(Pair, activation: Of(activation))], None, [-2, 3]);
        Assert.Equal(ofMinusTwo, y[0], 1e-13);
        Assert.Equal(ofThree, y[1], 1e-13);
        Assert.Equal([double.NaN, 0], ReferenceEvaluation.Run([Layers.Identity(Pair, activation: Of(activation))], None, [float.NaN, 0]));
    }

    [Fact]
    public void Each_activation_is_tested() =>
        Assert.Equal(
            typeof(Activation).GetNestedTypes().Where(static t => t.IsSubclassOf(typeof(Activation))).Select(static t => t.Name).Append("None").Order(),
            Activations.Select(static row => (string)row[0]).Order());

    [Fact]
    public void The_residual_is_added_after_the_normalization_and_before_the_activation()
    {
        // Normalized [−1, 1] (variance 1, ε = 0) plus the first layer's [4, 0] gives [3, 1]; the input's [−4, 0] gives [−5, 1].
        var first = Layers.Identity(Pair, activation: new Activation.LeakyRelu(0.25f), path: "First");
        var normalization = Layers.Choice(Normalizer.Batch) with { Epsilon = 0 };
        var weights = WeightFiles.Load(
            ("L.norm.weight", [1]), ("L.norm.bias", [0]), ("L.norm.running_mean", [1]), ("L.norm.running_var", [1]));
        var fromLayer = new Layer
        {
            Path = "L",
            Input = Pair,
            Output = Pair,
            Producer = new Producer.Identity(),
            Normalization = normalization,
            Residual = first,
            Activation = new Activation.Relu(),
        };
        Assert.Equal([0, 3], ReferenceEvaluation.Run([first, fromLayer], weights, [-4, 2]));

        var fromInput = new Layer
        {
            Path = "L",
            Input = Pair,
            Output = Pair,
            Source = first,
            Producer = new Producer.Identity(),
            Normalization = normalization,
            AddsInput = true,
            Activation = new Activation.LeakyRelu(0.5f),
        };
        Assert.Equal([-3, 3], ReferenceEvaluation.Run([first, fromInput], weights, [-4, 2]));
    }

    [Fact]
    public void Each_layers_output_is_kept()
    {
        var first = Layers.Identity(Pair, activation: new Activation.Relu(), path: "First");
        var second = Layers.Of(new Producer.GlobalAveragePool(), Pair, new Shape(1, 1, 1), source: first);
        var outputs = ReferenceEvaluation.RunLayers([first, second], None, [-2, 3, 1, 2]);
        Assert.Equal([[0, 3, 1, 2], [1.5, 1.5]], outputs);
    }

    [Fact]
    public void A_batch_is_its_samples_one_by_one()
    {
        var layers = ResidualNetwork();
        var weights = NetworkWeights.Random(layers, seed: 5);
        var random = new Random(1);
        var input = Enumerable.Range(0, 3 * 256).Select(_ => (float)random.NextDouble()).ToArray();
        var together = ReferenceEvaluation.Run(layers, weights, input);
        var apart = Enumerable.Range(0, 3).SelectMany(n => ReferenceEvaluation.Run(layers, weights, input.AsSpan(n * 256, 256)));
        Assert.Equal(apart, together);
        Assert.Equal(30, together.Length);
        Assert.Equal(30, together.Distinct().Count());
    }

    [Fact]
    public void An_empty_batch_has_an_empty_result()
    {
        var layers = ResidualNetwork();
        Assert.Empty(ReferenceEvaluation.Run(layers, NetworkWeights.Random(layers, seed: 5), []));
    }

    [Fact]
    public void Part_of_a_sample_is_refused() => Refused("3 values, which is not a multiple of the 2", [Layers.Identity(Pair)], [1, 2, 3]);

    [Fact]
    public void A_network_needs_a_layer_that_reads_its_input() => Refused("No layer reads the network's input", [], []);

    [Fact]
    public void An_empty_input_shape_is_refused() => Refused("Layer L has the empty input shape", [Layers.Identity(new Shape(0, 1, 1))], []);

    [Fact]
    public void A_layer_is_refused_before_those_it_reads()
    {
        var first = Layers.Identity(Pair, path: "First");
        var second = Layers.Identity(Pair, source: first, path: "Second");
        Refused("Layer Second reads First, which is not among the layers before it.", [second, first], [1, 2]);
    }

    [Fact]
    public void A_layer_that_needs_another_shape_is_refused()
    {
        var first = Layers.Identity(Pair, path: "First");
        Refused("Layer L needs 2 from First, which is 1x1x2.", [first, Layers.Identity(new Shape(2, 1, 1), source: first)], [1, 2]);
        Refused("Layer L needs 2 from the network's input, which is 1x1x2.", [first, Layers.Identity(new Shape(2, 1, 1))], [1, 2]);
    }

    [Fact]
    public void A_missing_weight_is_named()
    {
        var layer = Layers.Of(Layers.Linear(Bias: false), Pair, new Shape(3, 1, 1), path: "Classifier");
        var thrown = Assert.Throws<WeightsException>(() => ReferenceEvaluation.Run([layer], None, [1, 2]));
        Assert.Equal("Classifier.linear.weight", thrown.Tensor);
    }

    /// <summary>A residual network for 16×16 images with a selection in each layer.</summary>
    private static Layer[] ResidualNetwork()
    {
        var (image, wide, narrow) = (new Shape(1, 16, 16), new Shape(8, 16, 16), new Shape(16, 8, 8));
        var stem = Layers.Of(Layers.Conv(3, 1, 1, 1, 1, false), image, wide, Layers.Selected(Normalizer.Instance, Normalizer.Batch), path: "Stem");
        var conv1 = Layers.Of(Layers.Conv(3, 2, 1, 1, 1, false), wide, narrow, Layers.Selected(Normalizer.Layer, Normalizer.Group), stem, "Conv1");
        var shortcut = Layers.Of(Layers.Conv(1, 2, 0, 1, 1, false), wide, narrow, Layers.Selected(Normalizer.Batch, Normalizer.Batch), stem, "Shortcut");
        var conv2 = new Layer
        {
            Path = "Conv2",
            Input = narrow,
            Output = narrow,
            Source = conv1,
            Producer = new Producer.Conv(16, 3, 1, 1, 1, 1, false),
            Normalization = Layers.Selected(Normalizer.Batch, Normalizer.Layer),
            Residual = shortcut,
            Activation = new Activation.Relu(),
        };
        var pool = Layers.Of(new Producer.GlobalAveragePool(), narrow, new Shape(16, 1, 1), source: conv2, path: "Pool");
        var classifier = Layers.Of(Layers.Linear(true), pool.Output, new Shape(10, 1, 1), source: pool, path: "Classifier");
        return [stem, conv1, shortcut, conv2, pool, classifier];
    }

    private static void Refused(string message, Layer[] layers, float[] input)
    {
        var thrown = Assert.Throws<ArgumentException>(() => ReferenceEvaluation.Run(layers, None, input));
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }
}
