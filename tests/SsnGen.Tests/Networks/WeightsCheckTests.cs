using SsnGen.Files;
using SsnGen.Networks;

namespace SsnGen.Tests.Networks;

/// <summary>The checks that weights have to pass before a network uses them.</summary>
public class WeightsCheckTests
{
    private static readonly Shape Image = new(3, 4, 4);
    private static readonly Shape Features = new(2, 4, 4);
    private static readonly Layer Stem = Layers.Of(
        Layers.Conv(3, 1, 1, 1, 1, Bias: false), Image, Features, Layers.Choice(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch), path: "Stem");

    private static readonly Layer Classifier = Layers.Of(Layers.Linear(Bias: true), Features, new Shape(4, 1, 1), source: Stem, path: "Classifier");
    private static readonly Layer[] Network = [Stem, Classifier];

    public static TheoryData<string, float, string> BadValues => new()
    {
        { "Stem.conv.weight", float.NaN, "value 1 of 54 is NaN (layer Stem)" },
        { "Stem.norm.weight", float.PositiveInfinity, "value 1 of 2 is Infinity (layer Stem)" },
        { "Stem.norm.bias", float.NaN, "value 1 of 2 is NaN" },
        { "Stem.norm.running_mean", float.NegativeInfinity, "value 1 of 2 is -Infinity" },
        { "Stem.norm.running_var", float.NaN, "value 1 of 2 is NaN" },
        { "Stem.norm.running_var", -1, "value 1 of 2 is -1 (layer Stem), and a variance is never negative" },
        { "Stem.norm.running_var", -1e-45f, "a variance is never negative" },
        { "Classifier.linear.weight", float.NaN, "value 1 of 128 is NaN (layer Classifier)" },
        { "Classifier.linear.bias", float.NaN, "value 1 of 4 is NaN (layer Classifier)" },
    };

    [Theory]
    [MemberData(nameof(BadValues))]
    public void Values_that_nothing_can_compute_with_are_refused_and_never_waived(string tensor, float value, string message)
    {
        var weights = Weights(tensors => tensors[tensor].Values[1] = value);
        var loose = new LoadOptions { Strict = false };
        foreach (var check in new Action[]
        {
            () => weights.CheckForEvaluation(Network),
            () => weights.CheckForEvaluation(Network, options: loose),
            () => weights.CheckForTraining(Network),
            () => weights.CheckForTraining(Network, options: loose),
        })
        {
            var thrown = Assert.Throws<WeightsException>(check);
            Assert.Equal((WeightFiles.Name, tensor), (thrown.File, thrown.Tensor));
            Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_running_variance_of_zero_of_either_sign_passes() =>
        Weights(static tensors => (tensors["Stem.norm.running_var"].Values[0], tensors["Stem.norm.running_var"].Values[1]) = (0, -0f)).CheckForEvaluation(Network);

    [Fact]
    public void What_a_selection_leaves_unused_may_be_absent_or_anything()
    {
        var collapsed = Select(Normalizer.Instance, Normalizer.Layer);
        var weights = Weights(static tensors =>
        {
            Array.Fill(tensors["Stem.norm.running_mean"].Values, float.NaN);
            Array.Fill(tensors["Stem.norm.running_var"].Values, -1);
        });
        weights.CheckForEvaluation(collapsed);
        string[] unused = ["Stem.norm.running_mean", "Stem.norm.running_var", "Stem.norm.mean_weight", "Stem.norm.var_weight"];
        var without = Weights(tensors => Array.ForEach(unused, name => tensors.Remove(name)));
        Assert.Equal(without.Names.Order(StringComparer.Ordinal), without.CheckForEvaluation(collapsed).Loaded.Order(StringComparer.Ordinal));

        // Mean and variance may differ: each needs only its own running moment.
        var half = Weights(static tensors => tensors.Remove("Stem.norm.running_mean"));
        half.CheckForEvaluation(Select(Normalizer.Instance, Normalizer.Batch));
        Assert.Contains("Stem.norm.running_mean", Assert.Throws<WeightsException>(() => half.CheckForEvaluation(Select(Normalizer.Batch, Normalizer.Batch))).Message, StringComparison.Ordinal);
        Assert.Contains("Stem.norm.running_mean", Assert.Throws<WeightsException>(() => half.CheckForTraining(collapsed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_model_or_selection_are_refused_unless_that_is_waived()
    {
        var weights = Weights(metadata: WeightsMetadata.Create("Samples.Digits", "0123", 0.5));
        weights.CheckForEvaluation(Network, "Samples.Digits", "0123");
        weights.CheckForEvaluation(Network);
        Assert.Contains("weights of Samples.Digits, and Samples.Other", Assert.Throws<WeightsException>(() => weights.CheckForEvaluation(Network, "Samples.Other", "0123")).Message, StringComparison.Ordinal);
        Assert.Contains("selection 0123", Assert.Throws<WeightsException>(() => weights.CheckForEvaluation(Network, "Samples.Digits", "4567")).Message, StringComparison.Ordinal);
        Assert.Contains("Samples.Other", Assert.Throws<WeightsException>(() => weights.CheckForTraining(Network, "Samples.Other")).Message, StringComparison.Ordinal);
        weights.CheckForEvaluation(Network, "Samples.Other", "4567", new LoadOptions { Strict = false });
        weights.CheckForTraining(Network, "Samples.Other", new LoadOptions { Strict = false });
        Weights().CheckForEvaluation(Network, "Samples.Other", "4567");
    }

    [Theory]
    [InlineData(Normalizer.Layer, Normalizer.Batch, null)]
    [InlineData(Normalizer.Batch, Normalizer.Batch, "layer Stem was trained to Layer for the mean and Batch for the variance, and Samples.Digits was compiled for Batch and Batch")]
    public void Without_a_fingerprint_what_is_fixed_has_to_be_what_was_compiled(Normalizer mean, Normalizer variance, string? message)
    {
        var weights = Fixed(1, 1);
        if (message is null)
        {
            weights.CheckForEvaluation(Select(mean, variance), "Samples.Digits", "0123");
            return;
        }

        Assert.Contains(message, Assert.Throws<WeightsException>(() => weights.CheckForEvaluation(Select(mean, variance), "Samples.Digits", "0123")).Message, StringComparison.Ordinal);
        weights.CheckForEvaluation(Select(mean, variance));
        weights.CheckForEvaluation(Select(mean, variance), "Samples.Digits", "0123", new LoadOptions { Strict = false });
        Assert.Contains("Layer for the mean and a mixture for the variance", Assert.Throws<WeightsException>(() => Fixed(1, 0).CheckForEvaluation(Select(mean, variance), "Samples.Digits", "0123")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_and_unused_tensors_are_listed_with_what_to_do()
    {
        var weights = Weights(static tensors =>
        {
            tensors.Remove("Stem.conv.weight");
            tensors.Remove("Classifier.linear.bias");
            for (var i = 0; i < 7; i++)
            {
                tensors.Add($"Stage2.{i}.conv.weight", ([1], [1f]));
            }
        });
        Assert.Equal(
            $"{WeightFiles.Name}: missing: 2 that the network needs (Stem.conv.weight [2, 3, 3, 3], Classifier.linear.bias [4]); " +
            "unused: 7 that the network does not have (Stage2.0.conv.weight, Stage2.1.conv.weight, Stage2.2.conv.weight, Stage2.3.conv.weight, Stage2.4.conv.weight and 2 more). " +
            "Load the file that was saved for this network, or take what fits with LoadOptions { Strict = false }.",
            Assert.Throws<WeightsException>(() => weights.CheckForTraining(Network)).Message);
        Assert.Contains("missing: 2 that the network needs", Assert.Throws<WeightsException>(() => weights.CheckForEvaluation(Network)).Message, StringComparison.Ordinal);

        var report = weights.CheckForTraining(Network, options: new LoadOptions { Strict = false });
        Assert.Equal(["Stem.conv.weight", "Classifier.linear.bias"], report.Missing);
        Assert.Equal(7, report.Unused.Count);
        Assert.Equal(weights.Names.Count - 7, report.Loaded.Count);

        // Nothing else could take the place of what a network runs with.
        Assert.Throws<WeightsException>(() => weights.CheckForEvaluation(Network, options: new LoadOptions { Strict = false }));
    }

    [Fact]
    public void A_network_one_layer_short_is_told()
    {
        var weights = Weights(static tensors => tensors.Add("Extra.conv.weight", ([1], [1f])));
        var thrown = Assert.Throws<WeightsException>(() => weights.CheckForEvaluation(Network));
        Assert.Equal($"{WeightFiles.Name}: unused: 1 that the network does not have (Extra.conv.weight). Load the file that was saved for this network, or pass LoadOptions {{ Strict = false }}.", thrown.Message);
        Assert.Equal(["Extra.conv.weight"], weights.CheckForEvaluation(Network, options: new LoadOptions { Strict = false }).Unused);
    }

    [Fact]
    public void What_frameworks_add_is_not_called_unused()
    {
        string[] added = ["Stem.norm.num_batches_tracked", "n_averaged", "Stem._extra_state", "total_ops", "Stem.conv.total_params"];
        var weights = Weights(tensors => Array.ForEach(added, name => tensors.Add(name, ([1], [1f]))));
        Assert.Empty(weights.CheckForEvaluation(Network).Unused);
        Assert.Empty(weights.CheckForTraining(Network).Unused);
        Assert.False(FrameworkTensors.Contains("Stem.num_batches_tracked.weight"));
    }

    [Fact]
    public void Tensors_that_are_not_selected_are_in_neither_file_nor_network()
    {
        // Another number of classes.
        var weights = Weights(static tensors =>
        {
            tensors["Classifier.linear.weight"] = ([5, 32], new float[160]);
            tensors["Classifier.linear.bias"] = ([5], [1, float.NaN, 0, 0, 0]);
        });
        Assert.Contains("LoadOptions.Except", Assert.Throws<WeightsException>(() => weights.CheckForTraining(Network)).Message, StringComparison.Ordinal);
        var except = new LoadOptions { Except = static name => name.StartsWith("Classifier.", StringComparison.Ordinal) };
        var only = new LoadOptions { Only = static name => name.StartsWith("Stem.", StringComparison.Ordinal) };
        foreach (var options in new[] { except, only, except with { Only = only.Only } })
        {
            var report = weights.CheckForTraining(Network, options: options);
            Assert.Equal((0, 0), (report.Missing.Count, report.Unused.Count));
            Assert.All(report.Loaded, static name => Assert.StartsWith("Stem.", name, StringComparison.Ordinal));
            Assert.Contains("Classifier.linear.weight [4, 32]", Assert.Throws<WeightsException>(() => weights.CheckForEvaluation(Network, options: options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Tensors_that_are_not_selected_are_not_even_loaded()
    {
        var writer = new SafetensorsWriter();
        writer.Add("A.norm.mean_weight", [float.NaN], 1);
        writer.Add("B.norm.mean_weight", [1f], 1);
        using var stream = new MemoryStream();
        writer.WriteTo(stream);
        stream.Position = 0;
        Assert.Equal(["B.norm.mean_weight"], NetworkWeights.Load(stream, options: new LoadOptions { Except = static name => name.StartsWith('A') }).Names);
    }

    [Fact]
    public void A_choice_that_still_weighs_instance_for_single_values_is_told_apart()
    {
        var vector = new Shape(4, 1, 1);
        var layer = Layers.Identity(vector, Layers.Choice(Normalizer.Layer, Normalizer.Batch), path: "Head");
        var before = Layers.Identity(vector, Layers.Choice(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch), path: "Head");
        var weights = NetworkWeights.Random([before], seed: 1);
        foreach (var check in new Action[] { () => weights.CheckForEvaluation([layer]), () => weights.CheckForTraining([layer]) })
        {
            var thrown = Assert.Throws<WeightsException>(check);
            Assert.Equal("Head.norm.mean_weight", thrown.Tensor);
            Assert.Contains("it weighs 3 normalizers, and layer Head has 2 (Layer, Batch): instance is no longer among the default normalizers of layers with one value per channel", thrown.Message, StringComparison.Ordinal);
            Assert.EndsWith("or train again.", thrown.Message, StringComparison.Ordinal);
        }

        // What was selected then does not depend on the choice.
        weights.CheckForEvaluation([Layers.Identity(vector, layer.Normalization! with { Selection = new Selection(Normalizer.Layer, Normalizer.Batch) }, path: "Head")]);
    }

    [Fact]
    public void Flags_and_radius_are_optional_checked_and_used_by_mixtures_alone()
    {
        Assert.Contains("Stem.norm.mean_fixed", Fixed(1, 1).CheckForEvaluation(Network).Loaded);
        Assert.DoesNotContain("Stem.norm.mean_fixed", Fixed(1, 1).CheckForEvaluation(Select(Normalizer.Batch, Normalizer.Batch)).Loaded);
        Assert.Contains("Stem.norm.radius", Fixed(1, 1).CheckForTraining(Network).Loaded);
        Assert.Equal("Stem.norm.var_fixed", Assert.Throws<WeightsException>(() => Fixed(1, 2).CheckForEvaluation(Network)).Tensor);
        Assert.Equal("Stem.norm.var_fixed", Assert.Throws<WeightsException>(() => Fixed(1, 2).CheckForTraining(Network)).Tensor);
        Assert.Equal("Stem.norm.radius", Assert.Throws<WeightsException>(() => Fixed(1, 1, radius: 5).CheckForTraining(Network)).Tensor);

        // Fixed to layer and batch, the mixture needs the running variance alone.
        Assert.DoesNotContain("Stem.norm.running_mean", Fixed(1, 1).CheckForEvaluation(Network).Loaded);
    }

    [Fact]
    public void The_first_value_that_is_not_finite_is_found_wherever_it_is()
    {
        foreach (var length in new[] { 0, 1, 7, 8, 16, 100 })
        {
            var values = Enumerable.Repeat(float.MaxValue, length).ToArray();
            Assert.Equal(-1, FiniteValues.IndexOfOther(values));
            Assert.Null(FiniteValues.Problem(values, "L"));
            for (var i = 0; i < length; i++)
            {
                foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
                {
                    values[i] = bad;
                    Assert.Equal(i, FiniteValues.IndexOfOther(values));
                }

                values[i] = -float.MaxValue;
            }
        }
    }

    [Fact]
    public void Random_weights_pass()
    {
        NetworkWeights.Random(Network, seed: 1).CheckForEvaluation(Network, "Any", "0123");
        NetworkWeights.Random(Network, seed: 1).CheckForTraining(Network, "Any");
        NetworkWeights.Random(Network, seed: 1).CheckForEvaluation(Select(Normalizer.Instance, Normalizer.Layer), "Any", "0123");
    }

    private static Layer[] Select(Normalizer mean, Normalizer variance)
    {
        var stem = Layers.Of(Stem.Producer, Image, Features, Stem.Normalization! with { Selection = new Selection(mean, variance) }, path: "Stem");
        return [stem, Layers.Of(Classifier.Producer, Features, Classifier.Output, source: stem, path: "Classifier")];
    }

    private static NetworkWeights Fixed(long mean, long variance, float radius = 0.5f)
    {
        var writer = Writer(Tensors(), new Dictionary<string, string>());
        writer.Add("Stem.norm.mean_fixed", SafetensorsType.U8, [(byte)mean], 1);
        writer.Add("Stem.norm.var_fixed", SafetensorsType.U8, [(byte)variance], 1);
        writer.Add("Stem.norm.radius", [radius], 1);
        return WeightFiles.Load(writer);
    }

    private static NetworkWeights Weights(Action<Dictionary<string, (int[] Shape, float[] Values)>>? change = null, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var tensors = Tensors();
        change?.Invoke(tensors);
        return WeightFiles.Load(Writer(tensors, metadata ?? new Dictionary<string, string>()));
    }

    private static SafetensorsWriter Writer(Dictionary<string, (int[] Shape, float[] Values)> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var writer = new SafetensorsWriter(metadata);
        foreach (var (name, (shape, values)) in tensors)
        {
            writer.Add(name, values, shape);
        }

        return writer;
    }

    /// <summary>Random weights, whose control parameters prefer layer for the mean and batch for the variance.</summary>
    private static Dictionary<string, (int[] Shape, float[] Values)> Tensors()
    {
        var random = NetworkWeights.Random(Network, seed: 1);
        var tensors = NetworkTensors.Of(Network).Where(static tensor => !tensor.IsOptional)
            .ToDictionary(static tensor => tensor.Name, tensor => (Shape: tensor.Shape.ToArray(), Values: random.Get(tensor.Name, tensor.Shape.AsSpan())));
        tensors["Stem.norm.mean_weight"] = ([3], [0.9f, 1, 0.9f]);
        tensors["Stem.norm.var_weight"] = ([3], [0.9f, 0.9f, 1]);
        return tensors;
    }
}
