using SsnGen.Files;
using SsnGen.Networks;

namespace SsnGen.Tests.Networks;

public sealed class ReferenceEvaluationTests
{
    private static readonly Shape Pair = new(1, 1, 2);

    private static NetworkWeights None => WeightFiles.Load();

    // What it makes of −2, 3 and 0.
    public static TheoryData<string, double, double, double> Activations { get; } = new()
    {
        { "None", -2, 3, 0 },
        { nameof(Activation.Relu), 0, 3, 0 },
        { nameof(Activation.LeakyRelu), -0.5, 3, 0 },
        { nameof(Activation.Silu), -0.2384058440442351, 2.8577223804673, 0 },
        { nameof(Activation.HardSwish), -1.0 / 3, 3, 0 },
        { nameof(Activation.Sigmoid), 0.11920292202211755, 0.9525741268224334, 0.5 },
        { nameof(Activation.HardSigmoid), 0.16666666666666666, 1.0, 0.5 },
        { nameof(Activation.Tanh), -0.9640275800758169, 0.9950547536867305, 0.0 },
        { nameof(Activation.Relu6), 0, 3, 0.0 },
        { nameof(Activation.Clip), -1.5, 2, 0.0 },
        { nameof(Activation.Elu), -0.43233235838169365, 3, 0.0 },
        { nameof(Activation.Gelu), -0.04550026389635842, 2.99595030590511, 0.0 },
        { nameof(Activation.GeluTanh), -0.04540230591222494, 2.996362607918227, 0.0 },
        { nameof(Activation.Mish), -0.2525014826957089, 2.9865350049679575, 0.0 },
        { nameof(Activation.Softplus), 0.1269280110429725, 3.048587351573742, 0.6931471805599453 },
    };

    private static Activation? Of(string name) => name switch
    {
        "None" => null,
        nameof(Activation.LeakyRelu) => new Activation.LeakyRelu(0.25f),
        nameof(Activation.Clip) => new Activation.Clip(-1.5f, 2),
        nameof(Activation.Elu) => new Activation.Elu(0.5f),
        _ => (Activation)Activator.CreateInstance(typeof(Activation).GetNestedType(name)!)!,
    };

    [Theory]
    [MemberData(nameof(Activations))]
    public void Activations_follow_their_formulas(string activation, double ofMinusTwo, double ofThree, double ofZero)
    {
        var y = ReferenceEvaluation.Run(new([Layers.Identity(Pair, activation: Of(activation))]), None, [-2, 3]);
        Assert.Equal(ofMinusTwo, y[0], 1e-13);
        Assert.Equal(ofThree, y[1], 1e-13);
        y = ReferenceEvaluation.Run(new([Layers.Identity(Pair, activation: Of(activation))]), None, [float.NaN, 0]);
        Assert.Equal(double.NaN, y[0]);
        Assert.Equal(ofZero, y[1], 1e-13);
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
        var input = Layers.Input(Pair);
        var first = Layers.Identity(Pair, activation: new Activation.LeakyRelu(0.25f), source: input, path: "First");
        var normalization = Layers.Choice(Normalizer.Batch) with { Epsilon = 0 };
        var weights = WeightFiles.Load(
            ("L.norm.weight", [1]), ("L.norm.bias", [0]), ("L.norm.running_mean", [1]), ("L.norm.running_var", [1]));
        var fromLayer = new Layer
        {
            Path = "L",
            Sources = [input],
            Output = Pair,
            Producer = new Producer.Identity(),
            Normalization = normalization,
            Tail = [new TailStep.Add(first), new TailStep.Activate(new Activation.Relu())],
        };
        Assert.Equal([0, 3], ReferenceEvaluation.Run(new([first, fromLayer]), weights, [-4, 2]));

        var fromInput = new Layer
        {
            Path = "L",
            Sources = [first],
            Output = Pair,
            Producer = new Producer.Identity(),
            Normalization = normalization,
            Tail = [new TailStep.Add(input), new TailStep.Activate(new Activation.LeakyRelu(0.5f))],
        };
        Assert.Equal([-3, 3], ReferenceEvaluation.Run(new([first, fromInput]), weights, [-4, 2]));
    }

    [Fact]
    public void Each_layers_output_is_kept()
    {
        var first = Layers.Identity(Pair, activation: new Activation.Relu(), path: "First");
        var second = Layers.Of(new Producer.GlobalAveragePool(), Pair, new Shape(1, 1, 1), source: first);
        var outputs = ReferenceEvaluation.RunLayers(new([first, second]), None, [-2, 3, 1, 2]);
        Assert.Equal([0, 3, 1, 2], outputs[first]);
        Assert.Equal([1.5, 1.5], outputs[second]);
    }

    [Fact]
    public void Steps_of_a_tail_are_taken_in_their_order()
    {
        var (left, right) = (Layers.Input(Pair, "left"), Layers.Input(Pair, "right"));
        var layer = new Layer
        {
            Path = "L",
            Sources = [left],
            Output = Pair,
            Producer = new Producer.Identity(),
            Tail = [new TailStep.Activate(new Activation.Relu()), new TailStep.Add(right), new TailStep.Activate(new Activation.LeakyRelu(0.5f)), new TailStep.Add(left)],
        };
        Assert.Equal([-3, 5], ReferenceEvaluation.RunLayers(new([left, right], [layer], [new("output", layer)]), None, [-2, 3], [-2, -1])[layer]);
    }

    [Fact]
    public void Several_inputs_have_the_same_number_of_samples()
    {
        var (left, right) = (Layers.Input(Pair, "left"), Layers.Input(Pair, "right"));
        var layer = Layers.Identity(Pair, source: left);
        var second = Layers.Identity(Pair, source: left);
        var graph = new NetworkGraph([left, right], [layer], [new("output", layer)]);
        Refuses("The network has 2 inputs, and 1 are given.", () => ReferenceEvaluation.RunLayers(graph, None, [1, 2]));
        Refuses("The right has 2 samples, and left 1.", () => ReferenceEvaluation.RunLayers(graph, None, [1, 2], [1, 2, 3, 4]));
        Refuses("The network has 2 outputs", () => ReferenceEvaluation.Run(new([left, right], [layer, second], [new("a", layer), new("b", second)]), None, [1, 2]));
    }

    [Fact]
    public void A_batch_is_its_samples_one_by_one()
    {
        var layers = ResidualNetwork();
        var weights = NetworkWeights.Random(layers, seed: 5);
        var random = new Random(1);
        var input = Enumerable.Range(0, 3 * 256).Select(_ => (float)random.NextDouble()).ToArray();
        var together = ReferenceEvaluation.Run(new(layers), weights, input);
        var apart = Enumerable.Range(0, 3).SelectMany(n => ReferenceEvaluation.Run(new(layers), weights, input.AsSpan(n * 256, 256)));
        Assert.Equal(apart, together);
        Assert.Equal(30, together.Length);
        Assert.Equal(30, together.Distinct().Count());
    }

    [Fact]
    public void An_empty_batch_has_an_empty_result()
    {
        var layers = ResidualNetwork();
        Assert.Empty(ReferenceEvaluation.Run(new(layers), NetworkWeights.Random(layers, seed: 5), []));
    }

    [Fact]
    public void Part_of_a_sample_is_refused() => Refused("3 values, which is not a multiple of the 2", [Layers.Identity(Pair)], [1, 2, 3]);

    [Fact]
    public void A_network_needs_a_layer() => Refused("A network has at least one layer", [], []);

    [Fact]
    public void A_network_returns_its_own_layers()
    {
        var layer = Layers.Identity(Pair);
        Refuses("A network returns at least one of its layers, and no others.", () => new NetworkGraph([(NetworkInput)layer.Sources[0]], [layer], [new("output", Layers.Identity(Pair))]));
        Refuses("A network returns at least one of its layers, and no others.", () => new NetworkGraph([(NetworkInput)layer.Sources[0]], [layer], []));
        Refuses($"The network returns {layer.Path} twice.", () => new NetworkGraph([(NetworkInput)layer.Sources[0]], [layer], [new("a", layer), new("b", layer)]));
        Refuses("Of the network's inputs and outputs several are called input.", () => new NetworkGraph([(NetworkInput)layer.Sources[0]], [layer], [new("input", layer)]));
    }

    [Fact]
    public void An_empty_input_shape_is_refused() => Refused("Layer L reads input, which has the empty shape", [Layers.Identity(new Shape(0, 1, 1))], []);

    [Fact]
    public void A_layer_is_refused_before_those_it_reads()
    {
        var first = Layers.Identity(Pair, path: "First");
        var second = Layers.Identity(Pair, source: first, path: "Second");
        Refused("Layer Second reads First, which is neither an input nor a layer before it.", [second, first], [1, 2]);
    }

    [Fact]
    public void What_is_added_has_the_shape_of_the_layer()
    {
        var first = Layers.Identity(new Shape(2, 1, 1), path: "First");
        var layer = new Layer { Path = "L", Sources = [Layers.Input(Pair)], Output = Pair, Producer = new Producer.Identity(), Tail = [new TailStep.Add(first)] };
        Refused("Layer L adds First, which is 2, to 1x1x2.", [first, layer], [1, 2]);
    }

    [Theory]
    [InlineData(2, 1, 1, "2")]
    [InlineData(1, 2, 1, "1x2x1")]
    [InlineData(2, 1, 2, "2x1x2")]
    public void What_is_multiplied_by_has_the_shape_of_the_layer_or_of_one_pixel_of_it(int channels, int height, int width, string words)
    {
        var first = Layers.Identity(new Shape(channels, height, width), path: "First");
        var layer = new Layer { Path = "L", Sources = [Layers.Input(Pair)], Output = Pair, Producer = new Producer.Identity(), Tail = [new TailStep.Multiply(first)] };
        Refused($"Layer L multiplies 1x1x2 by First, which is {words}.", [first, layer], [1, 2]);
    }

    [Fact]
    public void Products_are_by_values_or_by_channels_in_the_order_of_the_tail()
    {
        var shape = new Shape(2, 1, 2);
        var (input, values, factors) = (Layers.Input(shape), Layers.Input(shape, "values"), Layers.Input(new Shape(2, 1, 1), "factors"));
        var layer = new Layer
        {
            Path = "L",
            Sources = [input],
            Output = shape,
            Producer = new Producer.Identity(),
            Tail = [new TailStep.Multiply(factors), new TailStep.Activate(new Activation.Relu()), new TailStep.Add(values), new TailStep.Multiply(values)],
        };
        var graph = new NetworkGraph([input, values, factors], [layer], [new("output", layer)]);

        // Two samples, each of two channels of two values; the factors differ in both.
        var y = ReferenceEvaluation.RunLayers(graph, None, [1, 2, 3, 4, 1, 2, 3, 4], [1, 1, 1, 1, 2, 2, -1, -1], [10, -10, 100, 1000])[layer];
        Assert.Equal([11, 21, 1, 1, 204, 404, -2999, -3999], y);
    }

    [Fact]
    public void A_missing_weight_is_named()
    {
        var layer = Layers.Of(Layers.Linear(Bias: false), Pair, new Shape(3, 1, 1), path: "Classifier");
        var thrown = Assert.Throws<WeightsException>(() => ReferenceEvaluation.Run(new([layer]), None, [1, 2]));
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
            Sources = [conv1],
            Output = narrow,
            Producer = new Producer.Conv(16, new Window(kernel: 3, padding: 1), 1, false),
            Normalization = Layers.Selected(Normalizer.Batch, Normalizer.Layer),
            Tail = [new TailStep.Add(shortcut), new TailStep.Activate(new Activation.Relu())],
        };
        var pool = Layers.Of(new Producer.GlobalAveragePool(), narrow, new Shape(16, 1, 1), source: conv2, path: "Pool");
        var classifier = Layers.Of(Layers.Linear(true), pool.Output, new Shape(10, 1, 1), source: pool, path: "Classifier");
        return [stem, conv1, shortcut, conv2, pool, classifier];
    }

    private static void Refused(string message, Layer[] layers, float[] input) => Refuses(message, () => ReferenceEvaluation.Run(new(layers), None, input));

    private static void Refuses(string message, Func<object> act)
    {
        var thrown = Assert.Throws<ArgumentException>(act);
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
    }
}
