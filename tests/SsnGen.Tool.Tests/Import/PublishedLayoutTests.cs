using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Models;
using SsnGen.Tool.Tests.Torch;

namespace SsnGen.Tool.Tests.Import;

/// <summary>Files with the names of published networks, imported into networks built alike, compute what the published code does.</summary>
public sealed class PublishedLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Batch _input = new([.. Enumerable.Range(0, 2 * 3 * 32 * 32).Select(static i => Math.Sin(i * 0.37) + (0.3 * Math.Cos(i * 1.9)))], 2, 3, 32, 32);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(true, "module.")]
    public void A_ResNet_of_Sparse_SwitchNorm_computes_the_same(bool isLegacy, string prefix)
    {
        var published = new TorchResNet(TorchNorm.Sparse, 1) { CeilPool = true };
        var expected = published.Run(_input, 8, [(2, 16, 1), (1, 32, 2)], bottleneck: true);
        var run = Import(Checkpoint(published, prefix), isLegacy, typeof(TinySsn));

        Assert.Equal("", run.Errors);
        Assert.DoesNotContain("hint", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 fixed, 12 mixtures, 0 not chosen yet", run.Output, StringComparison.Ordinal);
        var network = TinySsn.Load(_folder.File("out.safetensors"));
        Check(expected, (x, y) => network.Run(x, y));
    }

    [Theory]
    [InlineData("")]
    [InlineData("_orig_mod.module.")]
    [InlineData("model.backbone.")]
    public void A_ResNet_of_torchvision_computes_the_same(string prefix)
    {
        var published = new TorchResNet(TorchNorm.Batch, 2);
        var expected = published.Run(_input, 8, [(1, 8, 1), (2, 16, 2)], bottleneck: false);
        var state = published.StateDict.ToDictionary(t => prefix + t.Key, static t => t.Value);
        var run = Import(state, isLegacy: false, typeof(TinyBatch));

        Assert.Equal("", run.Errors);
        var network = TinyBatch.Load(_folder.File("out.safetensors"));
        Check(expected, (x, y) => network.Run(x, y));
    }

    [Fact]
    public void A_ResNet_of_AveragedModel_computes_the_same()
    {
        var published = new TorchResNet(TorchNorm.Batch, 2);
        var expected = published.Run(_input, 8, [(1, 8, 1), (2, 16, 2)], bottleneck: false);
        var state = published.StateDict.ToDictionary(static t => "module." + t.Key, static t => t.Value);
        state["n_averaged"] = TorchValue.Longs([3]);
        state["module.n_averaged"] = TorchValue.Longs([4]);
        var run = Import(state, isLegacy: false, typeof(TinyBatch));

        Assert.Equal("", run.Errors);
        Assert.Contains("'module.' before their names left out", run.Output, StringComparison.Ordinal);
        var network = TinyBatch.Load(_folder.File("out.safetensors"));
        Check(expected, (x, y) => network.Run(x, y));
    }

    [Fact]
    public void A_ResNet_of_timm_as_safetensors_computes_the_same()
    {
        var published = new TorchResNet(TorchNorm.Batch, 9);
        var expected = published.Run(_input, 8, [(1, 8, 1), (2, 16, 2)], bottleneck: false);
        var writer = new SafetensorsWriter(new Dictionary<string, string> { ["format"] = "pt" });
        foreach (var (name, value) in published.StateDict)
        {
            var tensor = (TorchValue)value;
            writer.Add(name, tensor.ElementSize == 8 ? SafetensorsType.I64 : SafetensorsType.F32, tensor.Storage, tensor.Shape);
        }

        writer.Save(_folder.File("timm.safetensors"));
        var run = ToolRun.Of("import", _folder.File("timm.safetensors"), "--model", ToolRun.Model<TinyBatch>(), "--out", _folder.File("out.safetensors"));

        Assert.Equal("", run.Errors);
        var network = TinyBatch.Load(_folder.File("out.safetensors"));
        Check(expected, (x, y) => network.Run(x, y));
    }

    [Fact]
    public void The_second_version_of_Switchable_Normalization_computes_the_same()
    {
        var published = new TorchResNet(TorchNorm.Switchable, 3);
        var expected = published.RunPre(_input, 8, 16);
        var run = Import(Checkpoint(published, ""), isLegacy: false, typeof(TinyPre));

        Assert.Equal("", run.Errors);
        Assert.DoesNotContain("hint", run.Output, StringComparison.Ordinal);
        var network = TinyPre.Load(_folder.File("out.safetensors"));
        Check(expected, (x, y) => network.Run(x, y));
    }

    [Fact]
    public void Names_of_detection_are_those_of_the_same_network()
    {
        var published = new TorchResNet(TorchNorm.Sparse, 4) { CeilPool = true };
        var expected = published.Run(_input, 8, [(2, 16, 1), (1, 32, 2)], bottleneck: true);
        var state = published.StateDict.ToDictionary(
            static t => "Conv_Body.conv_body." + (t.Key.StartsWith("layer", StringComparison.Ordinal) ? $"res{t.Key[5] - '0' + 1}{t.Key[6..]}"
                : t.Key.StartsWith("fc", StringComparison.Ordinal) ? t.Key : "res1." + t.Key),
            static t => t.Value);
        var run = Import(new Dictionary<string, object> { ["step"] = 1L, ["model"] = state }, isLegacy: true, typeof(TinySsn));

        Assert.Equal("", run.Errors);
        var network = TinySsn.Load(_folder.File("out.safetensors"));
        Check(expected, (x, y) => network.Run(x, y));
    }

    [Fact]
    public void What_is_fixed_stays_fixed_and_the_selection_is_the_networks()
    {
        var input = _input with { Values = _input.Values[..(3 * 64)], Samples = 1, Height = 8, Width = 8 };
        var published = new TorchResNet(TorchNorm.Sparse, 5)
        {
            Radius = 1,
            Control = static name => name == "sn1.mean" ? [0.99999994f, 2e-8f, 0] : [0.3f, -2, 1.1f],
            IsFixed = static name => name == "sn1.mean",
        };
        var expected = published.RunLayer(input, 4);
        var state = new Dictionary<string, object>(published.StateDict);
        var map = "conv1.weight -> A.conv.weight\n" + string.Concat(state.Keys.Where(static k => k.StartsWith("sn1", StringComparison.Ordinal)).Select(static k => $"{k} -> A.norm{k[3..]}\n"));
        File.WriteAllText(_folder.File("a.map"), map);
        var run = Import(state, isLegacy: true, typeof(TinySsnFixed), "--map", _folder.File("a.map"));

        Assert.Equal("", run.Errors);
        Assert.Contains("1 fixed, 0 mixtures", run.Output, StringComparison.Ordinal);
        Assert.Contains($"selection {TinySsnFixed.SelectionHash}, radius 1", run.Output, StringComparison.Ordinal);
        Assert.Contains("TinySsnFixed.Load and module.Load take it.", run.Output, StringComparison.Ordinal);
        var weights = NetworkWeights.Load(_folder.File("out.safetensors"));
        Assert.Equal([1, 0, 0], weights.Get("A.norm.mean_weight", 3));
        Assert.Equal([0, 0, 1], weights.Get("A.norm.var_weight", 3));
        Assert.True(weights.IsFixed("A.norm.var_fixed"));
        var network = TinySsnFixed.Load(_folder.File("out.safetensors"));
        var actual = new float[expected.Length];
        network.Run(Array.ConvertAll(input.Values, static v => (float)v), actual);
        Assert.InRange(actual.Zip(expected, static (a, e) => Math.Abs(a - e)).Max(), 0, 1e-5);
    }

    [Fact]
    public void Batch_normalizations_begin_a_training_of_the_choice()
    {
        var published = new TorchResNet(TorchNorm.Batch, 6);
        published.Run(_input, 8, [(2, 16, 1), (1, 32, 2)], bottleneck: true);
        var run = Import(published.StateDict, isLegacy: false, typeof(TinySsn));

        Assert.Equal("", run.Errors);
        Assert.Contains("0 fixed, 0 mixtures, 12 not chosen yet", run.Output, StringComparison.Ordinal);
        Assert.Contains("begin equal, at radius 0", run.Output, StringComparison.Ordinal);
        var weights = NetworkWeights.Load(_folder.File("out.safetensors"));
        Assert.Equal([1, 1, 1], weights.Get("Stem.norm.mean_weight", 3));
        Assert.Equal([1, 1, 1], weights.Get("Stem.norm.var_weight", 3));
        Assert.False(weights.IsFixed("Stem.norm.mean_fixed"));
        Assert.Equal(0, weights.RadiusOf("Stem.norm"));
        Assert.Equal(TinySsn.SelectionHash, weights.Metadata[WeightsMetadata.Selection]);
        TinySsn.Load(_folder.File("out.safetensors"));
    }

    private static Dictionary<string, object> Checkpoint(TorchResNet published, string prefix) => new()
    {
        ["epoch"] = 99L,
        ["model"] = "resnetv1ssn50",
        ["state_dict"] = published.StateDict.ToDictionary(t => prefix + t.Key, static t => t.Value),
        ["best_prec1"] = 77.2,
        ["optimizer"] = new Dictionary<string, object> { ["momentum"] = TorchValue.Floats([1, 2], 2) },
    };

    private ToolRun Import(Dictionary<string, object> root, bool isLegacy, Type model, params string[] more)
    {
        var path = _folder.File("in.pth");
        if (isLegacy)
        {
            TorchWriter.Legacy(path, root);
        }
        else
        {
            TorchWriter.Zip(path, root, "cuda:0");
        }

        return ToolRun.Of(["import", path, "--model", ToolRun.Model(model), "--out", _folder.File("out.safetensors"), .. more]);
    }

    private void Check(double[] expected, Action<float[], float[]> run)
    {
        var actual = new float[expected.Length];
        run(Array.ConvertAll(_input.Values, static v => (float)v), actual);
        var scale = 1 + expected.Max(Math.Abs);
        Assert.InRange(actual.Zip(expected, static (a, e) => Math.Abs(a - e)).Max() / scale, 0, 2e-5);
        Assert.InRange(expected.Max() - expected.Min(), 0.1, 1e6);
    }
}
