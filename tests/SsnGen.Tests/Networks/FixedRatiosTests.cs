using System.Buffers.Binary;
using SsnGen.Files;
using SsnGen.Inference;
using SsnGen.Networks;

namespace SsnGen.Tests.Networks;

/// <summary>What is fixed, and a layer's own radius, as tensors beside the control parameters.</summary>
public class FixedRatiosTests
{
    private static readonly Shape Small = new(2, 1, 2);
    private static readonly Layer Mixture = Layers.Identity(Small, Layers.Choice(Normalizer.Instance, Normalizer.Layer, Normalizer.Batch));
    private static readonly Normalization Choice = Mixture.Normalization!;

    private static (double[] Mean, double[] Variance) Ratios(NetworkWeights weights, Normalization? normalization = null)
    {
        var collapsed = new CollapsedNormalization(Layers.Identity(Small, normalization ?? Choice), weights);
        return (collapsed.MeanRatios, collapsed.VarianceRatios);
    }

    [Theory]
    [InlineData(SafetensorsType.I64)]
    [InlineData(SafetensorsType.I32)]
    [InlineData(SafetensorsType.Bool)]
    public void Fixed_ratios_are_one_hot_at_the_largest_control_parameter_whatever_the_radius(SafetensorsType type)
    {
        var weights = Weights(writer =>
        {
            Flag(writer, "L.norm.mean_fixed", 1, type);
            Flag(writer, "L.norm.var_fixed", 1, type);
        });
        var (mean, variance) = Ratios(weights);
        Assert.Equal([0, 0, 1], mean);
        Assert.Equal([1, 0, 0], variance);
        AssertRunsAs(new Selection(Normalizer.Batch, Normalizer.Instance), weights);
    }

    [Fact]
    public void One_of_two_may_be_fixed()
    {
        var weights = Weights(static writer =>
        {
            Flag(writer, "L.norm.mean_fixed", 1);
            Flag(writer, "L.norm.var_fixed", 0);
        });
        var (mean, variance) = Ratios(weights);
        Assert.Equal([0, 0, 1], mean);
        Assert.DoesNotContain(1.0, variance);
    }

    [Fact]
    public void Shared_ratios_are_fixed_together()
    {
        var weights = Weights(static writer => Flag(writer, "L.norm.mean_fixed", 1));
        var (mean, variance) = Ratios(weights, Choice with { SharedRatios = true });
        Assert.Equal([0, 0, 1], mean);
        Assert.Equal([0, 0, 1], variance);
    }

    [Fact]
    public void What_the_network_was_compiled_for_comes_first()
    {
        var weights = Weights(static writer => Flag(writer, "L.norm.mean_fixed", 1));
        Assert.Equal([0, 1, 0], Ratios(weights, Choice with { Selection = new(Normalizer.Layer, Normalizer.Layer) }).Mean);
    }

    [Fact]
    public void The_radius_of_a_layer_wins_over_that_of_the_metadata()
    {
        var own = Weights(static writer => writer.Add("L.norm.radius", [0.75f], 1), radius: 0.1);
        Assert.Equal(Ratios(Weights(static _ => { }, radius: 0.75)).Mean, Ratios(own).Mean);
        Assert.NotEqual(Ratios(Weights(static _ => { }, radius: 0.1)).Mean, Ratios(own).Mean);
        Assert.Equal((0.1, 0.75, 0.1), (own.Radius, own.RadiusOf("L.norm"), own.RadiusOf("M.norm")));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_flag_is_0_or_1(long value)
    {
        var thrown = Assert.Throws<WeightsException>(() => Ratios(Weights(writer => Flag(writer, "L.norm.mean_fixed", value))));
        Assert.Equal(("L.norm.mean_fixed", true), (thrown.Tensor, thrown.Message.Contains($"it is {value}, and says 0 or 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_flag_is_one_integer()
    {
        Assert.Contains("its dtype is F32", Assert.Throws<WeightsException>(() => Ratios(Weights(static w => w.Add("L.norm.mean_fixed", [1f], 1)))).Message, StringComparison.Ordinal);
        Assert.Contains("its shape is [2]", Assert.Throws<WeightsException>(() => Ratios(Weights(static w => w.Add("L.norm.mean_fixed", SafetensorsType.U8, [1, 1], 2)))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-0.1f)]
    [InlineData(1.0001f)]
    public void A_radius_is_from_0_to_1(float radius)
    {
        var thrown = Assert.Throws<WeightsException>(() => Ratios(Weights(writer => writer.Add("L.norm.radius", [radius], 1))));
        Assert.Equal("L.norm.radius", thrown.Tensor);
        Assert.Contains("not from 0 to 1", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_of_every_size_are_read()
    {
        var writer = new SafetensorsWriter();
        writer.Add("I8", SafetensorsType.I8, [0xFF, 2], 2);
        writer.Add("U16", SafetensorsType.U16, [0xFF, 0xFF], 1);
        writer.Add("I64", SafetensorsType.I64, [0, 0, 0, 0, 0, 0, 0, 0x80], 1);
        writer.Add("U64", SafetensorsType.U64, [0, 0, 0, 0, 0, 0, 0, 0x80], 1);
        writer.Add("F32", [1f], 1);
        var weights = WeightFiles.Load(writer);
        Assert.Equal([-1, 2], weights.Integers("I8", 2));
        Assert.Equal([65535], weights.Integers("U16", 1, 1));
        Assert.Equal([long.MinValue], weights.Integers("I64", 1));
        Assert.Contains("does not fit", Assert.Throws<WeightsException>(() => weights.Integers("U64", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("its dtype is F32", Assert.Throws<WeightsException>(() => weights.Integers("F32", 1)).Message, StringComparison.Ordinal);
        Assert.Contains("missing", Assert.Throws<WeightsException>(() => weights.Integers("none", 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_tensors_of_a_network_are_listed_with_their_shapes()
    {
        var conv = Layers.Of(Layers.Conv(3, 1, 1, 1, 2, Bias: true), new Shape(4, 8, 8), new Shape(6, 8, 8), Layers.Choice(Normalizer.Instance, Normalizer.Batch), path: "A");
        var linear = Layers.Of(Layers.Linear(Bias: false), new Shape(6, 8, 8), new Shape(3, 1, 1), Layers.Choice(Normalizer.Layer), conv, "B");
        Assert.Equal(
            [
                "A.conv.weight [6, 2, 3, 3]", "A.conv.bias [6]", "A.norm.weight [6]", "A.norm.bias [6]", "A.norm.mean_weight [2]", "A.norm.var_weight [2]",
                "A.norm.mean_fixed [1]", "A.norm.var_fixed [1]", "A.norm.radius [1]", "A.norm.running_mean [6]", "A.norm.running_var [6]",
                "B.linear.weight [3, 384]", "B.norm.weight [3]", "B.norm.bias [3]",
            ],
            NetworkTensors.Of([conv, linear]).Select(static tensor => tensor.ToString()));
        Assert.Equal(["A.norm.mean_fixed", "A.norm.var_fixed", "A.norm.radius"], NetworkTensors.Of([conv, linear]).Where(static tensor => tensor.IsOptional).Select(static tensor => tensor.Name));
    }

    private static void AssertRunsAs(Selection selection, NetworkWeights weights)
    {
        var collapsed = Layers.Identity(Small, Mixture.Normalization! with { Selection = selection });
        float[] input = [1, 3, 4, 8, -1, 0, 2, 5];
        Assert.Equal(ReferenceEvaluation.Run(new([collapsed]), weights, input), ReferenceEvaluation.Run(new([Mixture]), weights, input));
    }

    private static NetworkWeights Weights(Action<SafetensorsWriter> add, double radius = 0.2)
    {
        var writer = new SafetensorsWriter(WeightsMetadata.Create("Any", "0123", radius));
        writer.Add("L.norm.weight", [1, 2f], 2);
        writer.Add("L.norm.bias", [0, 1f], 2);
        writer.Add("L.norm.mean_weight", [0.9f, 1, 1.25f], 3);
        writer.Add("L.norm.var_weight", [1.1f, 0.9f, 1], 3);
        writer.Add("L.norm.running_mean", [0.5f, 1], 2);
        writer.Add("L.norm.running_var", [2f, 3], 2);
        add(writer);
        return WeightFiles.Load(writer);
    }

    private static void Flag(SafetensorsWriter writer, string name, long value, SafetensorsType type = SafetensorsType.I64)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        writer.Add(name, type, bytes.AsSpan(0, type switch { SafetensorsType.I64 => 8, SafetensorsType.I32 => 4, _ => 1 }), 1);
    }
}
