using System.Text.Json;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Models;
using SsnGen.Tool.Tests.Torch;

namespace SsnGen.Tool.Tests.Import;

/// <summary>Names of no known layout: proposals, maps, and networks known by their shapes alone.</summary>
public sealed class MapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Out => _folder.File("out.safetensors");

    private string In => _folder.File("in.pth");

    private static TorchValue Ramp(params int[] shape) => TorchValue.Floats([.. Enumerable.Range(1, shape.Aggregate(1, static (a, b) => a * b)).Select(static i => i / 100f)], shape);

    private static Dictionary<string, object> Plain() => new()
    {
        ["features.0.weight"] = Ramp(4, 3, 3, 3),
        ["features.1.weight"] = Ramp(4),
        ["features.1.bias"] = Ramp(4),
        ["features.1.running_mean"] = Ramp(4),
        ["features.1.running_var"] = Ramp(4),
        ["features.1.num_batches_tracked"] = TorchValue.Longs([1]),
        ["features.3.weight"] = Ramp(6, 4, 3, 3),
        ["features.3.bias"] = Ramp(6),
        ["last.weight"] = Ramp(5, 384),
        ["last.bias"] = Ramp(5),
    };

    private static Dictionary<string, object> Twins() => new()
    {
        ["one.weight"] = Ramp(3, 3, 3, 3),
        ["one.bias"] = Ramp(3),
        ["two.weight"] = TorchValue.Floats([.. Enumerable.Repeat(2f, 81)], 3, 3, 3, 3),
        ["two.bias"] = Ramp(3),
    };

    [Fact]
    public void Shapes_that_occur_once_need_no_map()
    {
        TorchWriter.Zip(In, Plain());
        var run = ToolRun.Of("import", In, "--model", ToolRun.Model<TinyPlain>(), "--out", Out);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("by shapes, each of which there is once", run.Output, StringComparison.Ordinal);
        Assert.Equal(0.02f, NetworkWeights.Load(Out).Get("C.linear.weight", 5, 384)[1]);
        TinyPlain.Load(Out);
    }

    [Fact]
    public void A_proposal_is_written_and_read_back_as_edited()
    {
        TorchWriter.Zip(In, Twins());
        var run = ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>(), "--out", Out);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("shapes alone do not say which tensor becomes which", run.Errors, StringComparison.Ordinal);
        Assert.Equal(["in.pth", "out.map"], _folder.Files);
        var text = File.ReadAllText(_folder.File("out.map"));
        Assert.Equal(text, run.Output);
        Assert.Contains("# Check: number 1 of 2 in the file and 2 in the network, convolution or linear layer [3, 3, 3, 3] with a bias.\none.weight -> A.conv.weight\n", text, StringComparison.Ordinal);

        // Again: the file may have been edited, and --force is for weights.
        File.AppendAllText(_folder.File("out.map"), "# mine\n");
        foreach (var force in (string[][])[[], ["--force"]])
        {
            run = ToolRun.Of(["import", In, "--model", ToolRun.Model<TinyTwins>(), "--out", Out, .. force]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("give it as --map", run.Errors, StringComparison.Ordinal);
            Assert.EndsWith("# mine\n", File.ReadAllText(_folder.File("out.map")), StringComparison.Ordinal);
        }

        File.WriteAllText(_folder.File("out.map"), text.Replace("A.conv", "?", StringComparison.Ordinal).Replace("B.conv", "A.conv", StringComparison.Ordinal).Replace("?", "B.conv", StringComparison.Ordinal));
        run = ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>(), "--out", Out, "--map", _folder.File("out.map"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(2f, NetworkWeights.Load(Out).Get("A.conv.weight", 3, 3, 3, 3)[0]);
        Assert.Equal(0.01f, NetworkWeights.Load(Out).Get("B.conv.weight", 3, 3, 3, 3)[0]);
        TinyTwins.Load(Out);
    }

    [Fact]
    public void What_has_no_counterpart_is_listed_to_be_filled_in()
    {
        var state = Twins();
        state["two.weight"] = Ramp(4, 3, 3, 3);
        TorchWriter.Zip(In, state);
        var run = ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>(), "--out", Out);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("# ? -> B.conv.weight [3, 3, 3, 3]\n# ? -> B.conv.bias [3]\n# two.weight [4, 3, 3, 3] -> ?\n# two.bias [3] -> ?\n", run.Output, StringComparison.Ordinal);

        TorchWriter.Legacy(_folder.File("other.pth"), new Dictionary<string, object> { ["x.weight"] = Ramp(9, 9) });
        run = ToolRun.Of("import", _folder.File("other.pth"), "--model", ToolRun.Model<TinyTwins>(), "--out", _folder.File("other.safetensors"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("these are weights of another network", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("other.map")));
    }

    [Fact]
    public void A_tensor_is_left_out_by_a_dash()
    {
        var state = Twins();
        state["head.weight"] = Ramp(7, 7);
        TorchWriter.Zip(In, state);
        File.WriteAllText(_folder.File("m"), "one.weight->A.conv.weight # one\none.bias -> A.conv.bias\r\n\n  # and\ntwo.weight -> B.conv.weight\ntwo.bias -> B.conv.bias\nhead.weight -> -\n");
        var run = ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>(), "--out", Out, "--map", _folder.File("m"), "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal("head.weight", report.RootElement.GetProperty("leftOut")[0].GetString());
        Assert.Equal(4, report.RootElement.GetProperty("tensors").GetInt32());
        Assert.Equal(Out, report.RootElement.GetProperty("output").GetString());
    }

    [Fact]
    public void All_wrong_lines_are_named()
    {
        TorchWriter.Zip(In, Twins());
        File.WriteAllText(_folder.File("m"), "one.weight\nno.weight -> A.conv.weight\none.weight -> no\none.bias -> A.conv.bias\none.bias -> B.conv.bias\ntwo.bias -> A.conv.bias\n");
        var run = ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>(), "--out", Out, "--map", _folder.File("m"));

        Assert.Equal(1, run.ExitCode);
        Assert.All(
            (string[])["line 1 is not SOURCE -> TARGET", "line 2 names a tensor that the file does not have", "line 3 names a tensor that SsnGen.Tool.Tests.Models.TinyTwins does not have", "line 5 has a source that an earlier line has", "line 6 has a target that an earlier line has"],
            text => Assert.Contains(text, run.Errors, StringComparison.Ordinal));
        File.WriteAllBytes(_folder.File("m"), [0xFF, 0xFE, 0x00]);
        Assert.Contains("no text in UTF-8", ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>(), "--out", Out, "--map", _folder.File("m")).Errors, StringComparison.Ordinal);
        Assert.Contains("there is no such file", ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>(), "--out", Out, "--map", _folder.File("none")).Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Out));
    }

    [Fact]
    public void Shapes_of_saved_weights_stand_for_the_network()
    {
        // Weights that the network has saved: those of an import, here.
        TorchWriter.Zip(In, Twins());
        var map = _folder.File("m");
        File.WriteAllText(map, "one.weight -> B.conv.weight\none.bias -> B.conv.bias\ntwo.weight -> A.conv.weight\ntwo.bias -> A.conv.bias\n");
        Assert.Equal(0, ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>(), "--out", Out, "--map", map).ExitCode);
        var second = _folder.File("second.safetensors");
        var run = ToolRun.Of("import", In, "--shapes", Out, "--out", second, "--map", map);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(File.ReadAllBytes(Out), File.ReadAllBytes(second));
        Assert.Contains("was not saved by SsnGen", ToolRun.Of("import", In, "--shapes", In, "--out", second, "--map", map, "--force").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Fixed_choices_keep_their_fingerprint_without_code()
    {
        var published = new TorchResNet(TorchNorm.Sparse, 5) { Radius = 1 };
        published.RunLayer(new Batch(new double[3 * 64], 1, 3, 8, 8), 4);
        TorchWriter.Zip(In, published.StateDict);
        var map = _folder.File("m");
        File.WriteAllText(map, "conv1.weight -> A.conv.weight\n" + string.Concat(published.StateDict.Keys.Where(static k => k.StartsWith("sn1", StringComparison.Ordinal)).Select(static k => $"{k} -> A.norm{k[3..]}\n")));
        Assert.Equal(0, ToolRun.Of("import", In, "--model", ToolRun.Model<TinySsnOpen>(), "--out", Out, "--map", map).ExitCode);
        var second = _folder.File("second.safetensors");
        Assert.Equal(0, ToolRun.Of("import", In, "--shapes", Out, "--out", second, "--map", map).ExitCode);

        var weights = NetworkWeights.Load(second);
        Assert.Equal(NetworkWeights.Load(Out).Metadata, weights.Metadata);
        Assert.NotEqual(TinySsnOpen.SelectionHash, weights.Metadata[WeightsMetadata.Selection]);
        Assert.True(weights.IsFixed("A.norm.mean_fixed"));
    }

    [Fact]
    public void Shared_ratios_stay_shared_without_code()
    {
        TorchWriter.Zip(In, new Dictionary<string, object>
        {
            ["conv1.weight"] = Ramp(4, 3, 3, 3),
            ["n.weight"] = Ramp(4),
            ["n.bias"] = Ramp(4),
            ["n.mean_weight"] = Ramp(3),
            ["n.running_mean"] = Ramp(4),
            ["n.running_var"] = Ramp(4),
        });
        var map = _folder.File("m");
        File.WriteAllText(map, "conv1.weight -> A.conv.weight\n" + string.Concat(((string[])["weight", "bias", "mean_weight", "running_mean", "running_var"]).Select(static part => $"n.{part} -> A.norm.{part}\n")));
        Assert.Equal(0, ToolRun.Of("import", In, "--model", ToolRun.Model<TinyShared>(), "--out", Out, "--map", map).ExitCode);
        var second = _folder.File("second.safetensors");
        var run = ToolRun.Of("import", In, "--shapes", Out, "--out", second, "--map", map);

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(File.ReadAllBytes(Out), File.ReadAllBytes(second));
        Assert.DoesNotContain("A.norm.var_weight", NetworkWeights.Load(second).Names);
        Assert.Equal(0, ToolRun.Of("select", second, "--model", ToolRun.Model<TinyShared>()).ExitCode);
    }

    [Fact]
    public void A_prefix_is_left_out_once_where_modules_are_called_so_too()
    {
        TorchWriter.Zip(In, Twins().ToDictionary(static t => "model." + t.Key.Replace("one.", "model.", StringComparison.Ordinal).Replace("two.", "", StringComparison.Ordinal), static t => t.Value));
        File.WriteAllText(_folder.File("m"), "model.weight -> A.conv.weight\nmodel.bias -> A.conv.bias\nweight -> B.conv.weight\nbias -> B.conv.bias\n");
        var run = ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>(), "--out", Out, "--map", _folder.File("m"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
    }

    [Fact]
    public void Weights_with_the_networks_own_names_need_nothing()
    {
        TorchWriter.Zip(In, new Dictionary<string, object>
        {
            ["A.conv.weight"] = Ramp(3, 3, 3, 3),
            ["A.conv.bias"] = new TorchValue("DoubleStorage", 8, [.. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(2.0), .. BitConverter.GetBytes(3.0)], [3]),
            ["B.conv.weight"] = Ramp(3, 3, 3, 3),
            ["B.conv.bias"] = Ramp(3),
        });
        var run = ToolRun.Of("import", In, "--model", ToolRun.Model<TinyTwins>());

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("the names are the network's own", run.Output, StringComparison.Ordinal);
        Assert.Equal([1f, 2, 3], NetworkWeights.Load(_folder.File("in.safetensors")).Get("A.conv.bias", 3));
    }
}
