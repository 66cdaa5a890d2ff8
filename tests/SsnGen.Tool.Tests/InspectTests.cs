using System.Text.Json;
using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Onnx;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Torch;

namespace SsnGen.Tool.Tests;

public sealed class InspectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Weights_are_shown_by_layers_with_their_choices()
    {
        var run = ToolRun.Of("inspect", "digits.safetensors");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("model             Digits.DigitsNet\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(": that of its ratios\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"Stem +conv\.weight +F32 +\[16, 1, 3, 3\] +144 +576 +182 *\n", run.Output);
        Assert.Contains("44 tensors in 7 layers, 19,742 parameters, 80,120 bytes\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"Stage2\.0\.Conv1 +Instance Layer Batch +SparsestMax +1 +Batch +Layer *\n", run.Output);
    }

    [Fact]
    public void Networks_of_an_assembly_are_summed_up()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "ResNet50.dll");
        var run = ToolRun.Of("inspect", path);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(ImageNet.ResNet50.Summary() + "\n", run.Output);
        Assert.Equal(run, ToolRun.Of("inspect", path + ":ImageNet.ResNet50"));
        using var json = JsonDocument.Parse(ToolRun.Of("inspect", path, "--json").Output);
        var network = Assert.Single(json.RootElement.GetProperty("networks").EnumerateArray());
        Assert.Equal(ImageNet.ResNet50.Layers.Count, network.GetProperty("layers").GetArrayLength());
        Assert.Equal(ImageNet.ResNet50.Summary().MultiplyAdds, network.GetProperty("multiplyAdds").GetInt64());
    }

    [Theory]
    [InlineData("SsnGen.dll", "has no network")]
    [InlineData("ResNet50.dll:ImageNet.ResNet51", "its networks are ImageNet.ResNet50")]
    [InlineData("ResNet50.dll:", "is not ASSEMBLY:TYPE")]
    public void An_assembly_without_the_network_is_told(string argument, string words)
    {
        var run = ToolRun.Of("inspect", Path.Combine(AppContext.BaseDirectory, argument));

        Assert.InRange(run.ExitCode, 1, 2);
        Assert.Contains(words, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("weights.pth")]
    [InlineData("weights")]
    public void No_file_runs_code_that_does_not_look_as_if_it_would(string name)
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "ResNet50.dll"), _folder.File(name));
        foreach (var argument in (string[])[_folder.File(name), _folder.File(name) + ":ImageNet.ResNet50"])
        {
            var run = ToolRun.Of("inspect", argument);

            Assert.Equal(1, run.ExitCode);
            Assert.Equal("", run.Output);
        }
    }

    [Fact]
    public void Long_names_are_not_cut()
    {
        var writer = new SafetensorsWriter();
        var name = string.Concat(Enumerable.Repeat("block.", 200)) + "weight";
        writer.Add(name, [1], 1);
        writer.Save(_folder.File("long.safetensors"));

        Assert.Contains(name[..^".weight".Length], ToolRun.Of("inspect", _folder.File("long.safetensors")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ONNX_model_is_shown_with_its_operators()
    {
        var path = _folder.File("digits.onnx");
        using (var stream = File.Create(path))
        {
            OnnxExport.Write(stream, Digits.DigitsNet.Graph, NetworkWeights.Load("digits.safetensors"));
        }

        var run = ToolRun.Of("inspect", path);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("  takes    input: Float [batch, 1, 16, 16]\n", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"Conv +6 *\n", run.Output);
        Assert.Contains("ssngen import takes all of it", run.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(ToolRun.Of("inspect", path, "--json").Output);
        Assert.Equal("ONNX", json.RootElement.GetProperty("format").GetString());

        File.WriteAllBytes(path, [1, 2, 3]);
        Assert.Equal(1, ToolRun.Of("inspect", path).ExitCode);
    }

    [Fact]
    public void Json_says_the_same()
    {
        using var json = JsonDocument.Parse(ToolRun.Of("inspect", "digits.safetensors", "--json").Output);
        var root = json.RootElement;

        Assert.Equal(7, root.GetProperty("layers").GetArrayLength());
        Assert.Equal(144, root.GetProperty("layers").EnumerateArray().Single(static l => l.GetProperty("name").GetString() == "Stem").GetProperty("tensors")[0].GetProperty("values").GetInt32());
        Assert.Equal("Batch", root.GetProperty("choices")[1].GetProperty("selectedMean").GetString());
        Assert.Equal(root.GetProperty("metadata").GetProperty(WeightsMetadata.Selection).GetString(), root.GetProperty("selection").GetString());
    }

    [Fact]
    public void Values_that_are_not_finite_are_pointed_out()
    {
        var writer = new SafetensorsWriter();
        writer.Add("a.weight", [1, float.NaN, float.PositiveInfinity], 3);
        writer.Add("b.mean_weight", [float.NaN, 1], 2);
        writer.Save(_folder.File("a.safetensors"));
        var run = ToolRun.Of("inspect", _folder.File("a.safetensors"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("not finite: 2 of the 3 values of a.weight are NaN or infinite\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("not finite: 1 of the 2 values of b.mean_weight", run.Output, StringComparison.Ordinal);
        Assert.Contains("choices: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("its control parameters are not finite", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_PyTorch_shows_its_ratios_and_what_else_it_says()
    {
        var published = new TorchResNet(TorchNorm.Sparse, 1) { Radius = 0.5f, Control = static _ => [1, 0.5f, 0.4f] };
        published.RunLayer(new Batch(new double[3 * 64], 1, 3, 8, 8), 4);
        TorchWriter.Legacy(_folder.File("a.pth"), new Dictionary<string, object> { ["epoch"] = 12L, ["state_dict"] = published.StateDict, ["optimizer"] = new Dictionary<string, object> { ["m"] = TorchValue.Floats([1], 1) } });
        var run = ToolRun.Of("inspect", _folder.File("a.pth"));

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("PyTorch, before version 1.6", run.Output, StringComparison.Ordinal);
        Assert.Contains("epoch  12\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("parts: state_dict (10 tensors), optimizer (1 tensors)", run.Output, StringComparison.Ordinal);
        var p = TorchMath.SparsestMax([1, 0.5, 0.4], 0.5);
        Assert.Contains(FormattableString.Invariant($"SparsestMax  0.5     {p[0]:0.000} {p[1]:0.000} {p[2]:0.000}"), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_says_how_far_its_training_is()
    {
        var path = Path.Combine(RepositoryPaths.Root, "tests", "SsnGen.TorchSharp.Tests", "Files", "small-net-format1.checkpoint");
        var run = ToolRun.Of("inspect", path);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("a checkpoint of SsnGen's training", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"step +10\n", run.Output);
        Assert.Matches(@"optimizer +SGD\n", run.Output);
        Assert.Contains("learning rates          group 0: 0.05 (begun with 0.05)", run.Output, StringComparison.Ordinal);
        Assert.Contains("random_state (1 tensors)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_do_not_move_the_cursor()
    {
        var writer = new SafetensorsWriter(new Dictionary<string, string> { ["\u001b[2J"] = "\u001b[31m\nred" });
        writer.Add("\u001b[2Ja\n.weight", [1], 1);
        writer.Save(_folder.File("a.safetensors"));
        var run = ToolRun.Of("inspect", _folder.File("a.safetensors"));

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("\u001b", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\nred", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", ToolRun.Of("inspect", "\u001b[2J").Errors, StringComparison.Ordinal);
    }
}
