using SsnGen.Networks;

namespace SsnGen.Tests.Networks;

public sealed class RandomWeightsTests
{
    private static readonly Shape Image = new(64, 8, 8);

    [Fact]
    public void There_are_exactly_the_tensors_that_a_layer_needs()
    {
        var conv = Layers.Of(
            Layers.Conv(3, 1, 1, 1, 4, Bias: true), Image, Image, Layers.Choice(Normalizer.Instance, Normalizer.Batch), path: "Stem");
        var linear = Layers.Of(Layers.Linear(Bias: false), Image, new Shape(10, 1, 1), Layers.Choice(Normalizer.Layer), conv, "Classifier");
        var weights = NetworkWeights.Random([conv, linear], seed: 1);
        Assert.Equal(64 * 16 * 9, weights.Get("Stem.conv.weight", 64, 16, 3, 3).Length);
        Assert.Equal(64, weights.Get("Stem.conv.bias", 64).Length);
        Assert.Equal(2, weights.Get("Stem.norm.mean_weight", 2).Length);
        Assert.Equal(2, weights.Get("Stem.norm.var_weight", 2).Length);
        Assert.Equal(64, weights.Get("Stem.norm.running_mean", 64).Length);
        Assert.All(weights.Get("Stem.norm.running_var", 64), static value => Assert.InRange(value, 0.5f, 1.5f));
        Assert.All(weights.Get("Stem.norm.weight", 64), static value => Assert.InRange(value, 0.4f, 1.6f));
        Assert.Equal(64, weights.Get("Stem.norm.bias", 64).Length);
        Assert.Equal(10 * Image.Length, weights.Get("Classifier.linear.weight", 10, Image.Length).Length);
        Assert.Equal(10, weights.Get("Classifier.norm.weight", 10).Length);
        Assert.All(
            ["Classifier.linear.bias", "Classifier.norm.mean_weight", "Classifier.norm.var_weight", "Classifier.norm.running_mean"],
            tensor => Assert.False(weights.Contains(tensor)));
    }

    [Fact]
    public void Shared_ratios_have_one_vector()
    {
        var layer = Layers.Identity(Image, Layers.Choice(Normalizer.Instance, Normalizer.Layer) with { SharedRatios = true });
        var weights = NetworkWeights.Random([layer], seed: 1);
        Assert.True(weights.Contains("L.norm.mean_weight"));
        Assert.False(weights.Contains("L.norm.var_weight"));
    }

    [Fact]
    public void Values_are_the_same_on_every_machine()
    {
        var layer = Layers.Of(Layers.Linear(Bias: true), new Shape(2, 1, 1), new Shape(2, 1, 1));
        var weights = NetworkWeights.Random([layer], seed: 7);
        Assert.Equal([1073825664, -1090153728, -1104748544, 994377728], weights.Get("L.linear.weight", 2, 2).Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void A_tensor_depends_on_its_name_and_the_seed_alone()
    {
        var first = Layers.Of(Layers.Linear(Bias: false), Image, new Shape(10, 1, 1), path: "A");
        var second = Layers.Of(Layers.Linear(Bias: false), Image, new Shape(10, 1, 1), path: "B");
        float[] Draw(IReadOnlyList<Layer> layers, int seed, string path) => NetworkWeights.Random(layers, seed).Get(path + ".linear.weight", 10, Image.Length);
        Assert.Equal(Draw([first, second], 1, "B"), Draw([second], 1, "B"));
        Assert.NotEqual(Draw([first, second], 1, "A"), Draw([first, second], 1, "B"));
        Assert.NotEqual(Draw([first], 1, "A"), Draw([first], 2, "A"));
    }

    [Fact]
    public void Weights_are_he_normal()
    {
        var layer = Layers.Of(Layers.Conv(3, 1, 1, 1, 1, Bias: false), Image, Image);
        var values = NetworkWeights.Random([layer], seed: 3).Get("L.conv.weight", 64, 64, 3, 3);
        var deviation = Math.Sqrt(2.0 / (64 * 9));
        var mean = values.Average(static value => (double)value);
        Assert.InRange(mean / deviation, -0.02, 0.02);
        Assert.InRange(values.Average(value => Math.Pow((value - mean) / deviation, 2)), 0.97, 1.03);
        Assert.InRange(values.Average(value => Math.Pow((value - mean) / deviation, 4)), 2.75, 3.1);
    }

    [Fact]
    public void They_fit_every_model_and_selection_and_carry_the_radius()
    {
        var weights = NetworkWeights.Random([Layers.Identity(Image)], seed: 1, radius: 0.5);
        weights.RequireModel("Any");
        weights.RequireSelection("Any", "0123");
        Assert.Equal(0.5, weights.Radius);
    }
}
