using System.Text.Json;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Models;

namespace SsnGen.Tool.Tests;

public sealed class SelectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Out => _folder.File("Net.Selection.cs");

    [Fact]
    public void Weights_imply_the_selection_that_was_committed_with_them()
    {
        var run = ToolRun.Of("select", "digits.safetensors", "--out", Out);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("6 of 6 layers are chosen; selection f252ab502ff0bd0d3d3603a5a415b0cb\n", run.Output, StringComparison.Ordinal);
        var committed = Path.Combine(RepositoryPaths.Root, "samples", "Digits", "DigitsNet.Selection.cs");
        Assert.Equal(File.ReadAllLines(committed).Order(StringComparer.Ordinal), File.ReadAllLines(Out).Order(StringComparer.Ordinal));
        Assert.Equal(0, ToolRun.Of("diff", committed, Out).ExitCode);
    }

    [Fact]
    public void Layers_that_stay_mixtures_are_said_in_the_file_too()
    {
        var path = Weights(0.3);
        var run = ToolRun.Of("select", path, "--model", ToolRun.Model<TinySsnOpen>(), "--out", Out);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("A stays a mixture: both ratios are not one-hot at radius 0.3; with 3 normalizers they are from 0.816 on.", run.Output, StringComparison.Ordinal);
        Assert.Contains("// Layer A stays a mixture: both ratios are not one-hot at radius 0.3", File.ReadAllText(Out), StringComparison.Ordinal);

        run = ToolRun.Of("select", path, "--model", ToolRun.Model<TinySsnOpen>(), "--out", Out, "--radius", "1");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("""[Selected("A", Normalizer.Layer, Normalizer.Instance)]""", File.ReadAllText(Out), StringComparison.Ordinal);
        Assert.Contains("partial class TinySsnOpen;", File.ReadAllText(Out), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_selection_is_not_replaced()
    {
        File.WriteAllText(Out, "public sealed partial class Net;");
        var run = ToolRun.Of("select", "digits.safetensors", "--out", Out);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is no selection that training has written", run.Errors, StringComparison.Ordinal);
        Assert.Equal("public sealed partial class Net;", File.ReadAllText(Out));
    }

    [Fact]
    public void Normalizers_may_be_named()
    {
        using var json = JsonDocument.Parse(ToolRun.Of("select", Weights(1), "--normalizers", "Batch, instance,group", "--json").Output);
        var layer = json.RootElement.GetProperty("layers")[0];

        Assert.Equal("Batch", layer.GetProperty("selectedMean").GetString());
        Assert.Equal("Instance", layer.GetProperty("selectedVariance").GetString());
        Assert.Equal([0, 1, 0], layer.GetProperty("mean").EnumerateArray().Select(static v => v.GetDouble()));
    }

    [Theory]
    [InlineData(2, "is no number from 0 to 1", "--radius", "2")]
    [InlineData(2, "is no number from 0 to 1", "--radius", "x")]
    [InlineData(2, "'groop' is none of instance, layer, batch, group", "--normalizers", "batch,groop")]
    [InlineData(2, "two or more, each once", "--normalizers", "batch,batch,layer")]
    [InlineData(2, "names 2, and A.norm has 3", "--normalizers", "batch,layer")]
    [InlineData(1, "has no part 'ema'", "--part", "ema")]
    [InlineData(2, "does not say which network it is of", "--out", "x.cs")]
    [InlineData(2, "--out is empty", "--out", "")]
    [InlineData(2, "leave --normalizers out", "--model", "a:b", "--normalizers", "batch,layer")]
    [InlineData(1, "has no tensor Stem.norm.mean_weight", "--model", "SsnGen.Tool.Tests.dll:SsnGen.Tool.Tests.Models.TinySsn")]
    public void Wrong_options_are_named(int exitCode, string text, params string[] options)
    {
        var run = ToolRun.Of(["select", Weights(1), .. options]);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(text, run.Errors, StringComparison.Ordinal);
        Assert.Equal(1, run.Errors.Count(static c => c == '\n'));
    }

    [Fact]
    public void Weights_without_a_choice_are_refused()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a.weight", [1], 1);
        writer.Save(_folder.File("a.safetensors"));
        var run = ToolRun.Of("select", _folder.File("a.safetensors"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("has no layer with a choice", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it has 0 control parameters, and 1 to 16 are supported", 0, "a.mean_weight")]
    [InlineData("it has 1000000 control parameters, and 1 to 16 are supported", 1_000_000, "a.mean_weight")]
    [InlineData("layer A is there twice", 3, "A.norm.mean_weight", "A.mean_weight")]
    public void Control_parameters_of_no_layer_are_refused(string text, int count, params string[] names)
    {
        var writer = new SafetensorsWriter(new Dictionary<string, string> { [WeightsMetadata.Version] = "1" });
        foreach (var name in names)
        {
            writer.Add(name, new float[count], count);
        }

        writer.Save(_folder.File("w.safetensors"));
        var run = ToolRun.Of("select", _folder.File("w.safetensors"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(text, run.Errors, StringComparison.Ordinal);
        run = ToolRun.Of("inspect", _folder.File("w.safetensors"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(text, run.Output, StringComparison.Ordinal);
    }

    private string Weights(double radius)
    {
        var writer = new SafetensorsWriter(new Dictionary<string, string> { [WeightsMetadata.Version] = "1", [WeightsMetadata.Radius] = radius.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        writer.Add("A.norm.mean_weight", [0.9f, 1.1f, 1], 3);
        writer.Add("A.norm.var_weight", [1.2f, 1.1f, 1], 3);
        writer.Add("A.norm.running_mean", [0], 1);
        writer.Save(_folder.File("w.safetensors"));
        return _folder.File("w.safetensors");
    }
}
