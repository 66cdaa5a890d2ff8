using System.Buffers.Binary;
using System.Globalization;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tests.Files;

namespace SsnGen.Tests.Networks;

public sealed class NetworkWeightsTests
{
    private static readonly Dictionary<string, string> Metadata =
        new() { [WeightsMetadata.Model] = "Samples.DigitsNet", [WeightsMetadata.Selection] = "0123", [WeightsMetadata.Radius] = "0.25", [WeightsMetadata.Version] = "1" };

    [Fact]
    public void A_tensor_is_a_copy()
    {
        var weights = WeightFiles.Load(("a", [1, 2]));
        weights.Get("a", 2)[0] = 5;
        Assert.Equal([1f, 2f], weights.Get("a", 2));
        Assert.True(weights.Contains("a"));
        Assert.False(weights.Contains("b"));
    }

    [Fact]
    public void A_file_is_loaded_and_closed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("a.safetensors");
        var writer = new SafetensorsWriter(WeightsMetadata.Create("Samples.DigitsNet", "0123", 0.1));
        writer.Add("a", [1f], 1);
        writer.Save(path);
        var weights = NetworkWeights.Load(path);
        File.Delete(path);
        Assert.Equal([1f], weights.Get("a", 1));
        Assert.Equal(0.1, weights.Radius);
        weights.RequireModel("Samples.DigitsNet");
        weights.RequireSelection("Samples.DigitsNet", "0123");
    }

    [Fact]
    public void Other_floating_point_types_are_converted()
    {
        var writer = new SafetensorsWriter();
        var (half, wide) = (new byte[2], new byte[8]);
        BinaryPrimitives.WriteHalfLittleEndian(half, (Half)1.5f);
        BinaryPrimitives.WriteDoubleLittleEndian(wide, 0.1);
        writer.Add("half", SafetensorsType.F16, half, 1);
        writer.Add("brain", SafetensorsType.BF16, [0x80, 0x3F], 1);
        writer.Add("wide", SafetensorsType.F64, wide, 1);
        var weights = WeightFiles.Load(writer);
        Assert.Equal([1.5f], weights.Get("half", 1));
        Assert.Equal([1f], weights.Get("brain", 1));
        Assert.Equal([0.1f], weights.Get("wide", 1));
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 2, 3 }, true)]
    [InlineData(new[] { 1, 6, 1, 1 }, new[] { 6 }, true)]
    [InlineData(new[] { 6 }, new[] { 6, 1, 1 }, true)]
    [InlineData(new[] { 2, 1, 3 }, new[] { 1, 2, 3 }, true)]
    [InlineData(new[] { 2, 3 }, new[] { 3, 2 }, false)]
    [InlineData(new[] { 2, 3 }, new[] { 6 }, false)]
    [InlineData(new[] { 6 }, new[] { 2, 3 }, false)]
    [InlineData(new[] { 6 }, new[] { 7 }, false)]
    public void Shapes_may_differ_in_dimensions_of_size_1_only(int[] stored, int[] needed, bool fits)
    {
        var writer = new SafetensorsWriter();
        writer.Add("L.conv.weight", new float[6], stored);
        var weights = WeightFiles.Load(writer);
        if (fits)
        {
            Assert.Equal(6, weights.Get("L.conv.weight", needed).Length);
            return;
        }

        var thrown = Assert.Throws<WeightsException>(() => weights.Get("L.conv.weight", needed));
        Assert.StartsWith(
            $"{WeightFiles.Name}: tensor 'L.conv.weight': its shape is [{string.Join(", ", stored)}]; the network needs [{string.Join(", ", needed)}].",
            thrown.Message,
            StringComparison.Ordinal);
        Assert.Equal(WeightFiles.Name, thrown.File);
        Assert.Equal("L.conv.weight", thrown.Tensor);
    }

    [Fact]
    public void A_missing_tensor_and_one_of_integers_are_named()
    {
        var writer = new SafetensorsWriter();
        writer.Add("steps", SafetensorsType.I64, new byte[8], 1);
        var weights = WeightFiles.Load(writer);
        Assert.StartsWith(
            $"{WeightFiles.Name}: tensor 'Stem.conv.bias': it is missing; the network needs it as F32 [16].",
            Assert.Throws<WeightsException>(() => weights.Get("Stem.conv.bias", 16)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            $"{WeightFiles.Name}: tensor 'steps': its dtype is I64; the network needs F32 [1]",
            Assert.Throws<WeightsException>(() => weights.Get("steps", 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        var weights = WeightFiles.Load(Metadata);
        weights.RequireModel("Samples.DigitsNet");
        Assert.Equal(
            $"{WeightFiles.Name}: these are weights of Samples.DigitsNet, and Samples.Other was to load them. Load a file that was saved for Samples.Other.",
            Assert.Throws<WeightsException>(() => weights.RequireModel("Samples.Other")).Message);
    }

    [Fact]
    public void Weights_of_another_selection_are_refused_with_what_to_do()
    {
        var weights = WeightFiles.Load(Metadata);
        weights.RequireSelection("Samples.DigitsNet", "0123");
        Assert.Equal(
            $"{WeightFiles.Name}: the weights belong to selection 0123, and Samples.DigitsNet was compiled for selection 4567. " +
            "Recompile with the DigitsNet.Selection.cs that was written with these weights, or load the weights that belong to the compiled selection.",
            Assert.Throws<WeightsException>(() => weights.RequireSelection("Samples.DigitsNet", "4567")).Message);
    }

    [Fact]
    public void Weights_without_metadata_fit_everything()
    {
        var weights = WeightFiles.Load(("a", [1]));
        weights.RequireModel("Any");
        weights.RequireSelection("Any", "4567");
        Assert.Equal(0, weights.Radius);
        Assert.Empty(weights.Metadata);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("-0.1")]
    [InlineData("Infinity")]
    [InlineData("0,5")]
    [InlineData("1.0001")]
    public void A_radius_that_is_none_is_refused(string radius) => Assert.Contains(
        $"its ssngen.radius is '{radius}'",
        Assert.Throws<WeightsException>(() => WeightFiles.Load(new Dictionary<string, string> { [WeightsMetadata.Radius] = radius })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_later_version_is_refused() => Assert.Contains(
        "its ssngen.version is '2', and this version of SsnGen reads '1'",
        Assert.Throws<WeightsException>(() => WeightFiles.Load(new Dictionary<string, string> { [WeightsMetadata.Version] = "2" })).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("mean_weight", float.NaN)]
    [InlineData("mean_weight", float.PositiveInfinity)]
    [InlineData("var_weight", float.NegativeInfinity)]
    public void Control_parameters_that_are_not_finite_are_refused(string parameter, float value) => Assert.Equal(
        $"{WeightFiles.Name}: tensor 'Stem.norm.{parameter}': control parameter 1 is {value.ToString(CultureInfo.InvariantCulture)}: the training diverged. Load an earlier checkpoint.",
        Assert.Throws<WeightsException>(() => WeightFiles.Load(($"Stem.norm.{parameter}", [0, value]))).Message);

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void Metadata_need_a_radius(double radius) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightsMetadata.Create("A", "0123", radius));
}
