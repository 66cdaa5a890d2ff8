using SsnGen.Networks;
using SsnGen.Testing;

namespace SsnGen.Onnx.Tests;

/// <summary>
/// What an exported layer is made of, one attribute at a time and against the reference evaluation in double precision: each
/// value is chosen so that another one would be far off.
/// </summary>
public class ExportedLayerTests
{
    private const double Tolerance = 2e-5;

    private static readonly Normalizer[] _normalizers = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];

    public static TheoryData<Normalizer, Normalizer> Pairs
    {
        get
        {
            var pairs = new TheoryData<Normalizer, Normalizer>();
            foreach (var mean in _normalizers)
            {
                foreach (var variance in _normalizers)
                {
                    pairs.Add(mean, variance);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Epsilon_is_that_of_the_layer(Normalizer mean, Normalizer variance) =>
        AssertMatters(OnnxLayers.Selected(mean, variance) with { Epsilon = 0.5f }, OnnxLayers.Selected(mean, variance));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Bessel_s_correction_is_that_of_the_layer(Normalizer mean, Normalizer variance)
    {
        var plain = OnnxLayers.Selected(mean, variance);
        if (variance == Normalizer.Batch)
        {
            // Running variances were corrected, or not, when they were collected.
            AssertAgrees(Identity(plain with { Bessel = true }));
        }
        else
        {
            AssertMatters(plain with { Bessel = true }, plain);
        }
    }

    [Fact]
    public void Epsilon_and_Bessel_s_correction_are_those_of_a_mixture()
    {
        var mixture = OnnxLayers.Selected(default, default) with { Selection = null };
        AssertMatters(mixture with { Epsilon = 0.5f }, mixture);
        AssertMatters(mixture with { Bessel = true }, mixture);
        AssertMatters(mixture with { Gate = Gate.Softmax }, mixture);
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(1e-5f)]
    public void Epsilon_is_folded_into_a_convolution(float epsilon)
    {
        var normalization = OnnxLayers.Selected(Normalizer.Batch, Normalizer.Batch) with { Epsilon = epsilon };
        AssertAgrees(OnnxLayers.Of("A", OnnxLayers.Conv(3, 1, 1, 1, 1, Bias: true), OnnxLayers.Image, OnnxLayers.Image, normalization));
        AssertAgrees(OnnxLayers.Of("A", OnnxLayers.Linear(Bias: true), OnnxLayers.Image, new Shape(30, 1, 1), normalization));
    }

    [Theory]
    [InlineData(3, 1, 1, 5, 4)]
    [InlineData(3, 2, 1, 3, 2)]
    [InlineData(2, 2, 1, 3, 3)]
    [InlineData(2, 1, 0, 4, 3)]
    public void Windows_of_pooling_are_those_of_the_layer(int kernel, int stride, int padding, int height, int width)
    {
        var output = new Shape(6, height, width);
        AssertAgrees(OnnxLayers.Of("A", new Producer.AveragePool(new Window(kernel, stride, padding)), OnnxLayers.Image, output));
        AssertAgrees(OnnxLayers.Of("A", new Producer.MaxPool(new Window(kernel, stride, padding)), OnnxLayers.Image, output));
    }

    [Theory]
    [InlineData(10, 8)]
    [InlineData(15, 4)]
    [InlineData(7, 9)]
    [InlineData(1, 2)]
    [InlineData(1, 1)]
    public void Sizes_are_those_of_the_layer(int height, int width)
    {
        var output = new Shape(6, height, width);
        AssertAgrees(OnnxLayers.Of("A", new Producer.ResizeNearest(height, width), OnnxLayers.Image, output));
        AssertAgrees(OnnxLayers.Of("A", new Producer.ResizeBilinear(height, width), OnnxLayers.Image, output));
        AssertAgrees(OnnxLayers.Of("A", new Producer.ResizeBilinear(height, width, AlignsCorners: true), OnnxLayers.Image, output));
        AssertAgrees(OnnxLayers.Of("A", new Producer.AdaptiveAveragePool(height, width), OnnxLayers.Image, output));
    }

    [Theory]
    [InlineData(2, 2, 0, 0, 1)]
    [InlineData(3, 2, 1, 1, 1)]
    [InlineData(4, 2, 1, 0, 1)]
    [InlineData(3, 1, 1, 0, 1)]
    [InlineData(2, 3, 1, 2, 2)]
    public void Transposed_convolutions_are_those_of_the_layer(int kernel, int stride, int padding, int more, int dilation)
    {
        int Side(int size) => ((size - 1) * stride) - (2 * padding) + (dilation * (kernel - 1)) + more + 1;
        var output = new Shape(9, Side(5), Side(4));
        foreach (var normalization in new[] { null, OnnxLayers.Selected(Normalizer.Batch, Normalizer.Batch), OnnxLayers.Selected(Normalizer.Layer, Normalizer.Instance) })
        {
            AssertAgrees(OnnxLayers.Of("A", new Producer.ConvTranspose(9, new Window(kernel, stride, padding, dilation), more, Bias: true), OnnxLayers.Image, output, normalization));
        }
    }

    [Fact]
    public void Channels_are_those_of_the_layer()
    {
        AssertAgrees(OnnxLayers.Of("A", new Producer.DepthToSpace(2, PixelsFirst: true), OnnxLayers.Image with { Channels = 8 }, new Shape(2, 10, 8)));
        AssertAgrees(OnnxLayers.Of("A", new Producer.ChannelShuffle(3), OnnxLayers.Image, OnnxLayers.Image));
        AssertAgrees(OnnxLayers.Of("A", new Producer.Chunk(1, 3), OnnxLayers.Image, OnnxLayers.Image with { Channels = 2 }));
        AssertAgrees(OnnxLayers.Of("A", new Producer.DepthToSpace(2), OnnxLayers.Image with { Channels = 8 }, new Shape(2, 10, 8)));
    }

    [Fact]
    public void Products_are_those_of_the_layer()
    {
        var image = OnnxLayers.Of("Image", OnnxLayers.Conv(3, 1, 1, 1, 1, Bias: true), OnnxLayers.Image, OnnxLayers.Image);
        var pooled = OnnxLayers.Of("Pooled", new Producer.GlobalAveragePool(), OnnxLayers.Image, new Shape(6, 1, 1), source: image);
        var factors = OnnxLayers.Of("Factors", OnnxLayers.Linear(Bias: true), pooled.Output, pooled.Output, source: pooled);

        // By channels of a fully connected layer, whose output is flat; by values; and a flat one by an image of one pixel.
        AssertAgrees(image, pooled, factors, Multiplied(image, factors));
        AssertAgrees(image, pooled, Multiplied(image, image));
        AssertAgrees(image, pooled, factors, Multiplied(factors, pooled));

        static Layer Multiplied(Layer source, Layer factor) => new()
        {
            Path = "Product",
            Sources = [source],
            Output = source.Output,
            Producer = new Producer.Identity(),
            Tail = [new TailStep.Multiply(factor), new TailStep.Add(source), new TailStep.Activate(new Activation.Relu())],
        };
    }

    public static TheoryData<string> Activations { get; } =
        [.. typeof(Activation).GetNestedTypes().Where(static t => t.IsSubclassOf(typeof(Activation))).Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Activations))]
    public void Each_activation_is_that_of_the_layer(string name)
    {
        var constructor = typeof(Activation).GetNestedType(name)!.GetConstructors()[0];
        var activation = (Activation)constructor.Invoke([.. constructor.GetParameters().Select(static p => p.DefaultValue)]);
        AssertAgrees(OnnxLayers.Of("A", OnnxLayers.Conv(1, 1, 0, 1, 1, Bias: true), OnnxLayers.Image, OnnxLayers.Image, activation: activation));
    }

    [Fact]
    public void Padding_counts_as_zeros_in_averages()
    {
        var layer = OnnxLayers.Of("A", new Producer.AveragePool(new Window(3, 3, 1)), new Shape(1, 2, 2), new Shape(1, 1, 1));
        var model = OnnxLayers.Export([layer], NetworkWeights.Random([layer], seed: 1));
        Assert.Equal(4f / 9, Assert.Single(OnnxRun.Run(model, [1, 1, 1, 1], 1, 1, 2, 2)), 1e-6f);
    }

    [Theory]
    [InlineData(3, 1, 2, 2, 1, 5, 4)]
    [InlineData(3, 2, 1, 1, 2, 3, 2)]
    [InlineData(2, 1, 1, 2, 6, 5, 4)]
    [InlineData(1, 3, 0, 1, 3, 2, 2)]
    public void Convolutions_are_those_of_the_layer(int kernel, int stride, int padding, int dilation, int groups, int height, int width) =>
        AssertAgrees(OnnxLayers.Of("A", OnnxLayers.Conv(kernel, stride, padding, dilation, groups, Bias: true), OnnxLayers.Image, new Shape(12, height, width)));

    [Fact]
    public void Layers_may_be_called_as_the_input_and_the_output_of_the_graph()
    {
        var first = OnnxLayers.Of("input", OnnxLayers.Conv(1, 1, 0, 1, 1, Bias: true), OnnxLayers.Image, OnnxLayers.Image);
        var second = OnnxLayers.Of("output", new Producer.MaxPool(new Window(3, 1, 1)), OnnxLayers.Image, OnnxLayers.Image, source: first);
        var third = OnnxLayers.Of("Last", new Producer.Identity(), OnnxLayers.Image, OnnxLayers.Image, source: first, residual: second);
        AssertAgrees(first, second, third);
    }

    private static Layer Identity(Normalization normalization) =>
        OnnxLayers.Of("A", new Producer.Identity(), OnnxLayers.Image, OnnxLayers.Image, normalization);

    /// <summary>Asserts that the exported layer is the reference's, and that a layer without what is tested would not be.</summary>
    private static void AssertMatters(Normalization tested, Normalization without)
    {
        var expected = AssertAgrees(Identity(tested));
        var other = Run(Identity(without)).Reference;
        var difference = expected.Zip(other, static (e, o) => Math.Abs(e - o)).Max();
        Assert.True(difference > 50 * Tolerance * expected.Max(Math.Abs), $"What is tested changes outputs by {difference} only.");
    }

    private static double[] AssertAgrees(params Layer[] layers)
    {
        var (reference, exported) = Run(layers);
        FloatAssert.MaxDifference<double, float>(reference, exported, Tolerance * (1 + reference.Max(Math.Abs)));
        return reference;
    }

    private static (double[] Reference, float[] Exported) Run(params Layer[] layers)
    {
        const int Samples = 3;
        var weights = NetworkWeights.Random(layers, seed: 2, radius: 0.3);
        var random = new Random(4);
        var shape = layers[0].Input;
        var input = Enumerable.Range(0, Samples * shape.Length).Select(_ => (random.NextSingle() * 3) - 1).ToArray();
        var exported = OnnxRun.Run(OnnxLayers.Export(layers, weights), input, [Samples, shape.Channels, .. shape.Sides.Select(static s => (long)s)]);
        return (ReferenceEvaluation.Run(new(layers), weights, input), exported);
    }
}
