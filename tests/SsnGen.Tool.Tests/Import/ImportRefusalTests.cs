using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Models;
using SsnGen.Tool.Tests.Torch;

namespace SsnGen.Tool.Tests.Import;

/// <summary>What does not fit is said at once, and nothing is written.</summary>
public sealed class ImportRefusalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Out => _folder.File("out.safetensors");

    private static Dictionary<string, object> Ssn(float radius = 0.3f, Func<string, float[]?>? control = null, Func<string, bool>? isFixed = null)
    {
        var published = new TorchResNet(TorchNorm.Sparse, 7) { Radius = radius, Control = control ?? (static _ => null), IsFixed = isFixed ?? (static _ => false) };
        published.Run(new Batch(new double[3 * 32 * 32], 1, 3, 32, 32), 8, [(2, 16, 1), (1, 32, 2)], bottleneck: true);
        return published.StateDict;
    }

    private ToolRun Import<T>(Dictionary<string, object> state, params string[] more)
    {
        TorchWriter.Zip(_folder.File("in.pth"), state);
        return ToolRun.Of(["import", _folder.File("in.pth"), "--model", ToolRun.Model<T>(), "--out", Out, .. more]);
    }

    private void Refused(ToolRun run, params string[] texts)
    {
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(1, run.Errors.Count(static c => c == '\n'));
        Assert.All(texts, text => Assert.Contains(text, run.Output + run.Errors, StringComparison.Ordinal));
        Assert.False(File.Exists(Out));
    }

    [Fact]
    public void Missing_unused_and_other_shapes_are_said_at_once()
    {
        var state = Ssn();
        state.Remove("layer1.0.conv2.weight");
        state["fc.weight"] = TorchValue.Floats(new float[7 * 32], 7, 32);
        state["fc.bias"] = TorchValue.Longs(new long[10], 10);
        state["extra.weight"] = TorchValue.Floats([1], 1);

        // One name that no ResNet has, and the layout is not known any more: so it goes by a map.
        state.Remove("extra.weight");
        state["layer2.0.sn3.shift"] = TorchValue.Floats([1], 1);
        Refused(
            Import<TinySsn>(state),
            "1 missing",
            "needs Stage1.0.Conv2.conv.weight [4, 4, 3, 3]",
            "1 unused",
            "layer2.0.sn3.shift F32 [1] has no place",
            "1 shape",
            "fc.weight is [7, 32], and Classifier.linear.weight needs [10, 32]",
            "1 type",
            "fc.bias is I64, and Classifier.linear.bias needs floating-point numbers",
            "Nothing was written");
    }

    [Fact]
    public void A_network_of_other_blocks_is_named()
    {
        var published = new TorchResNet(TorchNorm.Sparse, 7);
        published.Run(new Batch(new double[3 * 32 * 32], 1, 3, 32, 32), 8, [(1, 16, 1), (1, 32, 2)], bottleneck: true);
        Refused(Import<TinySsn>(published.StateDict), "the file is a ResNet of 2 blocks, and SsnGen.Tool.Tests.Models.TinySsn has 3");
    }

    [Fact]
    public void Values_that_are_not_finite_are_named()
    {
        var state = Ssn();
        state["conv1.weight"] = TorchValue.Floats([float.NaN, .. new float[(8 * 3 * 49) - 1]], 8, 3, 7, 7);
        Refused(Import<TinySsn>(state), "conv1.weight: value 0 of 1176 is not finite");
    }

    [Fact]
    public void A_variance_that_is_negative_is_named_with_its_tensor_in_the_file()
    {
        var state = Ssn();
        Assert.Equal(0, Import<TinySsn>(state).ExitCode);
        File.Move(Out, _folder.File("own.safetensors"));
        File.Delete(_folder.File("in.pth"));
        state["layer1.0.sn2.running_var"] = TorchValue.Floats([1, 1, -0.5f, 1], 1, 4, 1);
        const string Problem = "layer1.0.sn2.running_var: value 2 of 4 is -0.5, and a variance is never negative";
        Refused(Import<TinySsn>(state), Problem);

        // Without code, too: here only two layers have a map, and the network has no others.
        var own = new SafetensorsWriter(new Dictionary<string, string> { [WeightsMetadata.Version] = "1" });
        foreach (var part in (string[])["weight", "bias", "running_mean", "running_var"])
        {
            own.Add("A.norm." + part, [1, 1, 1, 1], 4);
        }

        own.Save(_folder.File("a.safetensors"));
        TorchWriter.Zip(_folder.File("a.pth"), state.Where(static t => t.Key is "layer1.0.sn2.weight" or "layer1.0.sn2.bias" or "layer1.0.sn2.running_mean" or "layer1.0.sn2.running_var").ToDictionary());
        File.WriteAllText(_folder.File("m"), string.Concat(((string[])["weight", "bias", "running_mean", "running_var"]).Select(static part => $"layer1.0.sn2.{part} -> A.norm.{part}\n")));
        Refused(ToolRun.Of("import", _folder.File("a.pth"), "--shapes", _folder.File("a.safetensors"), "--map", _folder.File("m"), "--out", Out), Problem);
    }

    [Theory]
    [InlineData(1.5f, "its radius is 1.5, which is not from 0 to 1")]
    [InlineData(float.NaN, "its radius is NaN")]
    public void A_radius_out_of_range_is_named(float radius, string text) => Refused(Import<TinySsn>(Ssn(radius)), "layer Stem: " + text);

    [Fact]
    public void Ratios_that_are_said_to_be_fixed_and_are_not_are_named() =>
        Refused(Import<TinySsn>(Ssn(1, static _ => [0.5f, 0.5f, 0], static name => name == "sn1.var")), "layer Stem: it says that its ratios are fixed, and they are 0.5, 0.5, 0");

    [Fact]
    public void A_choice_that_the_network_has_not_is_refused_unless_it_is_made()
    {
        var published = new TorchResNet(TorchNorm.Sparse, 8) { Radius = 1, Control = static _ => [0.1f, 0.2f, 0.9f] };
        published.Run(new Batch(new double[3 * 32 * 32], 1, 3, 32, 32), 8, [(1, 8, 1), (2, 16, 2)], bottleneck: false);
        Assert.Equal(0, Import<TinyBatch>(published.StateDict).ExitCode);
        TinyBatch.Load(Out);
        File.Delete(Out);

        published = new TorchResNet(TorchNorm.Sparse, 8) { Radius = 1, Control = static name => name == "sn1.mean" ? [1, 0, 0] : [0.1f, 0.2f, 0.9f] };
        published.Run(new Batch(new double[3 * 32 * 32], 1, 3, 32, 32), 8, [(1, 8, 1), (2, 16, 2)], bottleneck: false);
        File.Delete(_folder.File("in.pth"));
        Refused(Import<TinyBatch>(published.StateDict), "layer Stem: the network has Batch there, and the file has chosen Instance");
    }

    [Fact]
    public void Batch_norms_are_no_weights_of_other_normalizers()
    {
        TorchWriter.Zip(_folder.File("in.pth"), new Dictionary<string, object>
        {
            ["conv1.weight"] = TorchValue.Floats(new float[4 * 3 * 9], 4, 3, 3, 3),
            ["bn1.weight"] = TorchValue.Floats(new float[4], 4),
            ["bn1.bias"] = TorchValue.Floats(new float[4], 4),
            ["bn1.running_mean"] = TorchValue.Floats(new float[4], 4),
            ["bn1.running_var"] = TorchValue.Floats(new float[4], 4),
        });
        Refused(ToolRun.Of("import", _folder.File("in.pth"), "--model", ToolRun.Model<TinyGroup>(), "--out", Out), "layer A: the network has Group there, and the file a batch normalization");
    }

    [Fact]
    public void Other_conventions_are_hints()
    {
        var run = Import<PlainSsn>(Ssn());

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("hint: 12 layers (Stem is the first) have Bessel = false", run.Output, StringComparison.Ordinal);
        Assert.Contains("hint: Stem has another epsilon than 1e-5", run.Output, StringComparison.Ordinal);
        Assert.Contains("hint: StemPool pools otherwise than the published network, which has [MaxPool(3, Stride = 2, CeilMode = true)]", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("gate", run.Output, StringComparison.Ordinal);
        File.Delete(Out);

        File.Delete(_folder.File("in.pth"));
        var sn = new TorchResNet(TorchNorm.Switchable, 7);
        sn.Run(new Batch(new double[3 * 32 * 32], 1, 3, 32, 32), 8, [(2, 16, 1), (1, 32, 2)], bottleneck: true);
        run = Import<TinySsn>(sn.StateDict);
        Assert.Contains("hint: 12 layers (Stem is the first) have another gate than Softmax", run.Output, StringComparison.Ordinal);
        Assert.Contains("which has [MaxPool(3, Stride = 2, Padding = 1)]", run.Output, StringComparison.Ordinal);
        File.Delete(Out);

        File.Delete(_folder.File("in.pth"));
        run = Import<TinySsn>(Ssn(0.3f, static name => name == "sn1.mean" ? [1.5f, 1.4f, -3] : null));
        Assert.Contains("hint: 1 layers (Stem is the first) are mixtures of some of their normalizers", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_exists_is_replaced_only_with_force()
    {
        File.WriteAllText(Out, "mine");
        var run = Import<TinySsn>(Ssn());
        Assert.Equal((1, "mine"), (run.ExitCode, File.ReadAllText(Out)));
        Assert.Contains("--force", run.Errors, StringComparison.Ordinal);

        run = ToolRun.Of("import", _folder.File("in.pth"), "--model", ToolRun.Model<TinySsn>(), "--out", Out, "--force");
        Assert.Equal(0, run.ExitCode);
        Assert.NotEmpty(NetworkWeights.Load(Out).Names);
    }

    [Theory]
    [InlineData("in.safetensors", "--force", "--map", "a.map")]
    [InlineData("in.safetensors", "--map", "a.map")]
    [InlineData("in.safetensors", "--force", "--map", "a.map", "--out", "../FOLDER/in.safetensors")]
    [InlineData("in.safetensors", "--force", "--map", "a.map", "--out", "a.map")]
    [InlineData("in.safetensors", "--force", "--map", "a.map", "--shapes", "b.safetensors", "--out", "b.safetensors")]
    public void What_is_read_is_never_written_over(params string[] arguments)
    {
        var writer = new SafetensorsWriter();
        writer.Add("x.weight", [1], 1);
        writer.Save(_folder.File("in.safetensors"));
        writer.Save(_folder.File("b.safetensors"));
        File.WriteAllText(_folder.File("a.map"), "x.weight -> -\n");
        var before = _folder.Files.ToDictionary(static name => name, name => File.ReadAllBytes(_folder.File(name)));
        string[] model = arguments.Contains("--shapes") ? [] : ["--model", ToolRun.Model<TinySsn>()];
        var folder = Path.GetFileName(Path.GetDirectoryName(_folder.File("x")))!;
        var run = ToolRun.Of(["import", .. arguments.Select(a => a.StartsWith("--", StringComparison.Ordinal) ? a : _folder.File(a.Replace("FOLDER", folder, StringComparison.Ordinal))), .. model]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("would be written over: name another file with --out", run.Errors, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Files.ToDictionary(static name => name, name => File.ReadAllBytes(_folder.File(name))));
    }

    [Fact]
    public void Parts_are_chosen_by_name()
    {
        TorchWriter.Zip(_folder.File("in.pth"), new Dictionary<string, object> { ["state_dict"] = new Dictionary<string, object> { ["x"] = TorchValue.Floats([1], 1) }, ["ema"] = Ssn() });
        string[] import = ["import", _folder.File("in.pth"), "--model", ToolRun.Model<TinySsn>(), "--out", Out];
        Assert.Equal(0, ToolRun.Of([.. import, "--part", "ema"]).ExitCode);
        File.Delete(Out);
        Refused(ToolRun.Of([.. import, "--part", "emo"]), "has no part 'emo'", "'state_dict', 'ema'");
        TorchWriter.Legacy(_folder.File("in2.pth"), new Dictionary<string, object> { ["a"] = new Dictionary<string, object> { ["x"] = TorchValue.Floats([1], 1) }, ["b"] = new Dictionary<string, object> { ["x"] = TorchValue.Floats([1], 1) } });
        TorchWriter.Legacy(_folder.File("in4.pth"), new Dictionary<string, object> { ["best"] = TorchValue.Floats([1], 1), ["b"] = new Dictionary<string, object> { ["x"] = TorchValue.Floats([1], 1), ["y"] = TorchValue.Floats([1], 1) } });
        Refused(ToolRun.Of("import", _folder.File("in4.pth"), "--model", ToolRun.Model<TinySsn>(), "--out", Out), "the outermost, 'b'", "Name one with --part");
        Refused(ToolRun.Of("import", _folder.File("in2.pth"), "--model", ToolRun.Model<TinySsn>(), "--out", Out), "Name one with --part");
        TorchWriter.Legacy(_folder.File("in3.pth"), new Dictionary<string, object> { ["epoch"] = 1L });
        Refused(ToolRun.Of("import", _folder.File("in3.pth"), "--model", ToolRun.Model<TinySsn>(), "--out", Out), "holds no tensors");
    }

    [Theory]
    [InlineData("x", 2, "is not ASSEMBLY:TYPE")]
    [InlineData(":x", 2, "is not ASSEMBLY:TYPE")]
    [InlineData("no such.dll:x", 1, "there is no such file")]
    [InlineData("SsnGen.Tool.Tests.pdb:x", 1, "cannot be loaded")]
    [InlineData("SsnGen.Tool.Tests.dll:TinySsn", 1, "has no class TinySsn; its networks are")]
    [InlineData("SsnGen.Tool.Tests.dll:SsnGen.Tool.Tests.ToolRun", 1, "is no network: it has no static property Graph")]
    [InlineData("SsnGen.Tool.Tests.dll:SsnGen.Tool.Tests.Models.OtherContract", 1, "the library is older than the code")]
    [InlineData("xunit.assert.dll:x", 1, "it has no network at all")]
    public void A_wrong_model_is_named(string model, int exitCode, string text)
    {
        TorchWriter.Zip(_folder.File("in.pth"), Ssn());
        var run = ToolRun.Of("import", _folder.File("in.pth"), "--model", model, "--out", Out);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(text, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--out", "x")]
    [InlineData("--model", "a:b", "--out", "")]
    [InlineData("--model", "a:b", "--map")]
    [InlineData("--model", "a:b", "--shapes", "c")]
    [InlineData("--shapes", "c")]
    [InlineData("--model", "a:b", "--radius", "1")]
    public void Wrong_options_exit_with_2(params string[] options)
    {
        TorchWriter.Zip(_folder.File("in.pth"), Ssn());
        var run = ToolRun.Of(["import", _folder.File("in.pth"), .. options]);
        Assert.Equal(2, run.ExitCode);
    }
}
