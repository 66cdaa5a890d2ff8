using CsCheck;
using SsnGen.Files;
using SsnGen.Networks;

namespace SsnGen.Tests.Networks;

public sealed class ReferenceNormalizerTests
{
    private static readonly Shape Small = new(2, 1, 2);

    [Fact]
    public void Instance_normalization_of_a_known_vector()
    {
        var layer = Layers.Identity(Small, Layers.Choice(Normalizer.Instance));
        var weights = WeightFiles.Load(("L.norm.weight", [1, 3]), ("L.norm.bias", [0, 10]));
        var r = 1 / Math.Sqrt(1.5);
        AssertClose([-r, r, 10 - (3 * r), 10 + (3 * r)], ReferenceEvaluation.Run(new([layer]), weights, [1, 3, 11, 13]));
    }

    [Fact]
    public void Layer_normalization_of_a_known_vector()
    {
        // Mean 2.5, variance (2.25 + 0.25 + 0.25 + 2.25) / 4 = 1.25.
        var layer = Layers.Identity(Small, Layers.Choice(Normalizer.Layer));
        var weights = WeightFiles.Load(("L.norm.weight", [1, 1]), ("L.norm.bias", [0, 0]));
        var r = 1 / Math.Sqrt(1.75);
        AssertClose([-1.5 * r, -0.5 * r, 0.5 * r, 1.5 * r], ReferenceEvaluation.Run(new([layer]), weights, [1, 2, 3, 4]));
    }

    [Fact]
    public void Batch_normalization_uses_the_running_moments()
    {
        var layer = Layers.Identity(Small, Layers.Choice(Normalizer.Batch));
        var weights = WeightFiles.Load(
            ("L.norm.weight", [1, 2]), ("L.norm.bias", [0, 1]), ("L.norm.running_mean", [1, 2]), ("L.norm.running_var", [0.5f, 3.5f]));
        AssertClose([0, 1, 2, 3], ReferenceEvaluation.Run(new([layer]), weights, [1, 2, 3, 4]));
    }

    [Fact]
    public void Bessel_divides_slab_variances_by_one_less()
    {
        // Slabs [1, 3] and [5, 7]: variances 2; the layer's mean is 4 and its variance 2 + ((2 − 4)² + (6 − 4)²) / 2 = 6.
        var layer = Layers.Identity(Small, Layers.Choice(Normalizer.Layer) with { Bessel = true });
        var weights = WeightFiles.Load(("L.norm.weight", [1, 1]), ("L.norm.bias", [0, 0]));
        var r = 1 / Math.Sqrt(6.5);
        AssertClose([-3 * r, -r, r, 3 * r], ReferenceEvaluation.Run(new([layer]), weights, [1, 3, 5, 7]));
    }

    [Fact]
    public void Bessel_needs_more_than_one_pixel()
    {
        var layer = Layers.Identity(new Shape(2, 1, 1), Layers.Choice(Normalizer.Layer) with { Bessel = true }, path: "Classifier");
        var thrown = Assert.Throws<ArgumentException>(() => ReferenceEvaluation.Run(new([layer]), NetworkWeights.Random([layer], 1), [1, 2]));
        Assert.Contains("Layer Classifier divides variances by S − 1", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_selected_pair_follows_its_definition()
    {
        var gen =
            from mean in Gen.Enum<Normalizer>()
            from variance in Gen.Enum<Normalizer>()
            from groupSize in Gen.Int[1, 3]
            from height in Gen.Int[1, 3]
            from width in Gen.Int[1, 3]
            let shape = new Shape(2 * groupSize, height, width)
            from batch in Gen.Int[0, 3]
            from offset in Gen.OneOf(Gen.Const(0f), Gen.Const(1e4f))
            from input in Gen.Float[-1, 1].Select(value => value + offset).Array[batch * shape.Length]
            from seed in Gen.Int
            select (Layer: Layers.Identity(shape, Layers.Selected(mean, variance)), input, seed);
        gen.Sample(
            static (layer, input, seed) =>
            {
                var weights = NetworkWeights.Random([layer], seed);
                AssertClose(ByDefinition(layer, weights, input), ReferenceEvaluation.Run(new([layer]), weights, input), 1e-9);
            },
            iter: 500);
    }

    // Control parameters [1, 0] and [0, 0.5], by hand: softmax e / (1 + e) and 1 / (1 + √e); sparsemax [1, 0] and
    // [1/4, 3/4]; SparsestMax with radius 0.5 the same for the means (already outside), and for the variances
    // 1/2 ± 0.5/√2 on the circle.
    [Theory]
    [InlineData(Gate.Softmax, 0.7310585786300049, 0.3775406687981454)]
    [InlineData(Gate.Sparsemax, 1, 0.25)]
    [InlineData(Gate.SparsestMax, 1, 0.14644660940672627)]
    public void A_mixture_weighs_its_normalizers_by_the_ratios_of_its_gate(Gate gate, double p, double q)
    {
        var layer = Layers.Identity(Small, Layers.Choice(Normalizer.Instance, Normalizer.Batch) with { Gate = gate });
        var weights = WeightFiles.Load(
            new Dictionary<string, string> { [WeightsMetadata.Radius] = "0.5" },
            ("L.norm.weight", [1, 1]),
            ("L.norm.bias", [0, 0]),
            ("L.norm.running_mean", [10, 20]),
            ("L.norm.running_var", [3, 5]),
            ("L.norm.mean_weight", [1, 0]),
            ("L.norm.var_weight", [0, 0.5f]));

        // Slabs [1, 3] and [4, 8]: means 2 and 6, variances 1 and 4.
        var (mean0, mean1) = ((p * 2) + ((1 - p) * 10), (p * 6) + ((1 - p) * 20));
        var (r0, r1) = (1 / Math.Sqrt(q + ((1 - q) * 3) + 0.5), 1 / Math.Sqrt((q * 4) + ((1 - q) * 5) + 0.5));
        AssertClose([(1 - mean0) * r0, (3 - mean0) * r0, (4 - mean1) * r1, (8 - mean1) * r1], ReferenceEvaluation.Run(new([layer]), weights, [1, 3, 4, 8]));
    }

    [Fact]
    public void Shared_ratios_weigh_the_variances_as_the_means()
    {
        var shared = Layers.Identity(Small, Layers.Choice(Normalizer.Instance, Normalizer.Layer) with { SharedRatios = true });
        var own = Layers.Identity(Small, Layers.Choice(Normalizer.Instance, Normalizer.Layer));
        (string, float[])[] common = [("L.norm.weight", [1, 1]), ("L.norm.bias", [0, 0]), ("L.norm.mean_weight", [0, 0.25f])];
        Assert.Equal(
            ReferenceEvaluation.Run(new([own]), WeightFiles.Load([.. common, ("L.norm.var_weight", [0, 0.25f])]), [1, 3, 4, 8]),
            ReferenceEvaluation.Run(new([shared]), WeightFiles.Load([.. common, ("L.norm.var_weight", [9, 0])]), [1, 3, 4, 8]));
    }

    [Fact]
    public void A_selection_needs_the_weights_of_its_own_normalizers_alone()
    {
        var layer = Layers.Identity(Small, Layers.Selected(Normalizer.Instance, Normalizer.Layer));
        var weights = WeightFiles.Load(("L.norm.weight", [1, 1]), ("L.norm.bias", [0, 0]));
        Assert.All(ReferenceEvaluation.Run(new([layer]), weights, [1, 2, 3, 4]), static value => Assert.True(double.IsFinite(value)));

        var batch = Layers.Identity(Small, Layers.Selected(Normalizer.Instance, Normalizer.Batch));
        Assert.Equal("L.norm.running_mean", Assert.Throws<WeightsException>(() => ReferenceEvaluation.Run(new([batch]), weights, [1, 2, 3, 4])).Tensor);
    }

    [Fact]
    public void A_selection_outside_the_choice_is_refused()
    {
        var layer = Layers.Identity(Small, Layers.Choice(Normalizer.Instance) with { Selection = new Selection(Normalizer.Instance, Normalizer.Batch) });
        var thrown = Assert.Throws<ArgumentException>(() => ReferenceEvaluation.Run(new([layer]), NetworkWeights.Random([layer], 1), [1, 2, 3, 4]));
        Assert.Contains("Layer L selects Batch, which is none of its normalizers (Instance)", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused()
    {
        var layer = Layers.Identity(Small, Layers.Choice(Normalizer.Group) with { Groups = 3 });
        var thrown = Assert.Throws<ArgumentException>(() => ReferenceEvaluation.Run(new([layer]), NetworkWeights.Random([layer], 1), [1, 2, 3, 4]));
        Assert.Contains("Layer L normalizes 3 groups", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NaN_reaches_its_own_sample_alone()
    {
        var layer = Layers.Identity(Small, Layers.Selected(Normalizer.Layer, Normalizer.Layer));
        var y = ReferenceEvaluation.Run(new([layer]), NetworkWeights.Random([layer], 1), [1, 2, 3, 4, float.NaN, 2, 3, 4]);
        Assert.All(y[..4], static value => Assert.True(double.IsFinite(value)));
        Assert.All(y[4..], static value => Assert.True(double.IsNaN(value)));
    }

    /// <summary>Mean and variance taken directly over the set of values that the normalizer's definition names.</summary>
    private static double[] ByDefinition(Layer layer, NetworkWeights weights, float[] x)
    {
        var (channels, size, normalization) = (layer.Output.Channels, layer.Output.SlabSize, layer.Normalization!);
        var gamma = weights.Get("L.norm.weight", channels);
        var beta = weights.Get("L.norm.bias", channels);
        var runningMean = weights.Get("L.norm.running_mean", channels);
        var runningVariance = weights.Get("L.norm.running_var", channels);
        return [.. x.Select((value, index) =>
        {
            var (sample, c) = (index / layer.Output.Length, index / size % channels);
            var mean = Set(normalization.Selection!.Mean, sample, c) is { } meanSet ? meanSet.Average() : runningMean[c];
            var variance = runningVariance[c] + 0.0;
            if (Set(normalization.Selection.Variance, sample, c) is { } set)
            {
                var center = set.Average();
                variance = set.Average(v => (v - center) * (v - center));
            }

            return (gamma[c] * (value - mean) / Math.Sqrt(variance + normalization.Epsilon)) + beta[c];
        })];

        double[]? Set(Normalizer normalizer, int sample, int c) => normalizer switch
        {
            Normalizer.Instance => Channels(sample, c, 1),
            Normalizer.Layer => Channels(sample, 0, channels),
            Normalizer.Group => Channels(sample, c / (channels / normalization.Groups) * (channels / normalization.Groups), channels / normalization.Groups),
            _ => null,
        };

        double[] Channels(int sample, int first, int count) =>
            [.. x.Skip((sample * layer.Output.Length) + (first * size)).Take(count * size).Select(static value => (double)value)];
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance = 1e-14)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance * (1 + Math.Abs(expected[i])));
        }
    }
}
