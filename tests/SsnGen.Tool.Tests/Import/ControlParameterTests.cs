using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.Tool.Tests.Models;
using SsnGen.Tool.Tests.Torch;

namespace SsnGen.Tool.Tests.Import;

/// <summary>Control parameters keep the normalizers that they weigh.</summary>
public sealed class ControlParameterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Out => _folder.File("out.safetensors");

    [Fact]
    public void Other_normalizers_than_those_of_published_layers_are_refused()
    {
        Refused<TinyOthers>(3, hasMoments: true, "Instance, Batch, Group", "Instance, Layer, Batch");
        Refused<TinyPair>(2, hasMoments: true, "Instance, Batch", "Layer, Batch");
        Refused<TinySlabs>(2, hasMoments: false, "Instance, Group", "Instance, Layer");

        // SwitchNorm1d weighs batch, whose running moments a map leaves out.
        Refused<TinySwitch>(2, hasMoments: true, "Instance, Layer", "Layer, Batch", "running_mean", "running_var");
    }

    [Fact]
    public void A_choice_among_others_is_not_taken_for_that_of_the_network()
    {
        // Made for the first of two: layer where there are running moments, which a map leaves out, else instance.
        var run = Import<TinyInstance>(2, hasMoments: true, "s.", isMade: true, "running_mean", "running_var");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("the network has Instance there, and the file has chosen Layer", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_normalizers_and_the_networks_own_names_are_taken()
    {
        Assert.Equal((0, ""), Results(Import<TinySsnOpen>(3, hasMoments: true, "s.")));
        File.Delete(Out);
        Assert.Equal((0, ""), Results(Import<TinySwitch>(2, hasMoments: false, "s.")));
        File.Delete(Out);
        Assert.Equal((0, ""), Results(Import<TinyOthers>(3, hasMoments: true, "A.norm.")));
        Assert.Equal([0.1f, 0.2f, 0.3f], NetworkWeights.Load(Out).Get("A.norm.mean_weight", 3));
    }

    [Fact]
    public void Weights_of_the_network_keep_their_order_under_other_names()
    {
        Import<TinyOthers>(3, hasMoments: true, "A.norm.");
        using var own = SafetensorsFile.Open(Out);
        var renamed = new SafetensorsWriter(own.Metadata);
        foreach (var tensor in own.Tensors)
        {
            renamed.Add(tensor.Name.Replace("A.", "B.", StringComparison.Ordinal), tensor.Type, own.GetBytes(tensor), tensor.Shape.AsSpan());
        }

        renamed.Save(_folder.File("own.safetensors"));
        File.Delete(Out);
        File.WriteAllText(_folder.File("m"), string.Concat(own.Tensors.Select(static t => $"{t.Name.Replace("A.", "B.", StringComparison.Ordinal)} -> {t.Name}\n")));
        Assert.Equal((0, ""), Results(ToolRun.Of("import", _folder.File("own.safetensors"), "--model", ToolRun.Model<TinyOthers>(), "--out", Out, "--map", _folder.File("m"))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public void Any_number_of_control_parameters_is_refused_soon(int count)
    {
        // A network of one normalizer takes them for a choice that is made, whatever their number; its saved weights may claim any, too.
        var run = Import<TinyInstance>(count, hasMoments: false, "s.");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"it has {count} control parameters, and 1 to 16 are supported", run.Output, StringComparison.Ordinal);

        var shapes = new SafetensorsWriter(new Dictionary<string, string> { [WeightsMetadata.Version] = "1" });
        shapes.Add("A.norm.weight", new float[4], 4);
        shapes.Add("A.norm.mean_weight", new float[count], count);
        shapes.Save(_folder.File("shapes.safetensors"));
        run = ToolRun.Of("import", _folder.File("in.pth"), "--shapes", _folder.File("shapes.safetensors"), "--map", _folder.File("m"), "--out", Out);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"it has {count} control parameters, and 1 to 16 are supported", run.Errors, StringComparison.Ordinal);
    }

    private void Refused<T>(int count, bool hasMoments, string own, string published, params string[] leftOut)
    {
        var run = Import<T>(count, hasMoments, "s.", isMade: false, leftOut);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"layer A: the network chooses from {own}, and the file, as published layers do, from {published}", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Out));
    }

    private ToolRun Import<T>(int count, bool hasMoments, string prefix, bool isMade = false, params string[] leftOut)
    {
        var control = TorchValue.Floats([.. Enumerable.Range(1, count).Select(static i => i / 10f)], count);
        var state = new Dictionary<string, object>
        {
            ["A.conv.weight"] = TorchValue.Floats(new float[4 * 3 * 9], 4, 3, 3, 3),
            [prefix + "weight"] = TorchValue.Floats(new float[4], 4),
            [prefix + "bias"] = TorchValue.Floats(new float[4], 4),
            [prefix + "mean_weight"] = control,
            [prefix + "var_weight"] = control,
        };
        if (isMade)
        {
            state[prefix + "mean_weight"] = state[prefix + "var_weight"] = TorchValue.Floats([1, 0], 2);
            state[prefix + "mean_fixed"] = state[prefix + "var_fixed"] = TorchValue.Longs([1], 1);
        }

        if (hasMoments)
        {
            state[prefix + "running_mean"] = TorchValue.Floats(new float[4], 4);
            state[prefix + "running_var"] = TorchValue.Floats(new float[4], 4);
        }

        File.Delete(_folder.File("in.pth"));
        TorchWriter.Zip(_folder.File("in.pth"), state);
        File.WriteAllText(_folder.File("m"), string.Concat(state.Keys.Select(name => name.StartsWith(prefix, StringComparison.Ordinal) && name[prefix.Length..] is var part
            ? $"{name} -> {(leftOut.Contains(part) ? "-" : $"A.norm.{part}")}\n"
            : $"{name} -> {name}\n")));
        return ToolRun.Of("import", _folder.File("in.pth"), "--model", ToolRun.Model<T>(), "--out", Out, "--map", _folder.File("m"));
    }

    private static (int ExitCode, string Errors) Results(ToolRun run) => (run.ExitCode, run.Errors);

}
