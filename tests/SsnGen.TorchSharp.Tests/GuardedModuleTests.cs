using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>What a module cannot do it refuses as a whole, before anything has changed, and never silently.</summary>
public sealed class GuardedModuleTests
{
    public static TheoryData<string> Conversions => ["half", "float64", "meta", "device and type"];

    [Theory]
    [MemberData(nameof(Conversions))]
    public void A_conversion_is_refused_before_anything_is_converted(string kind)
    {
        using var module = new SmallNet.Module();
        var norm = module.Norms[0];

        Assert.Throws<NotSupportedException>(() => Convert(module, kind));
        Assert.Throws<NotSupportedException>(() => Convert(norm, kind));

        Assert.All(
            module.state_dict(),
            static entry => Assert.Equal(entry.Key.EndsWith("_fixed", StringComparison.Ordinal) ? ScalarType.Int64 : ScalarType.Float32, entry.Value.dtype));
        Assert.All(module.state_dict(), static entry => Assert.Equal(DeviceType.CPU, entry.Value.device_type));
        using var input = randn(2, 2, 8, 8);
        module.forward(input).Dispose();
    }

    [Fact]
    public void A_conversion_to_what_it_is_changes_nothing()
    {
        using var module = new SmallNet.Module();

        Assert.Same(module, module.to(float32));
        Assert.Same(module, module.cpu());
        Assert.Equal(ScalarType.Int64, module.Norms[0].MeanFixed!.dtype);
    }

    [Fact]
    public void Gradients_of_gradients_are_refused_and_never_plausible()
    {
        using var scope = NewDisposeScope();
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.1);
        var before = module.Norms[0].Weight.clone();
        var x = randn(2, 2, 8, 8, requires_grad: true);

        var gradient = autograd.grad([module.forward(x).sum()], [x], create_graph: true)[0];
        Assert.True(gradient.isnan().any().item<bool>());
        gradient.square().sum().backward();

        Assert.Contains("create_graph", Assert.Throws<NotSupportedException>(optimizer.Step).Message, StringComparison.Ordinal);
        Assert.True(before.equal(module.Norms[0].Weight).all().item<bool>());
    }

    [Fact]
    public void Gradients_of_gradients_are_reported_by_the_next_forward_pass_too()
    {
        using var scope = NewDisposeScope();
        using var module = new SmallNet.Module();
        var x = randn(2, 2, 8, 8, requires_grad: true);
        autograd.grad([module.forward(x).sum()], [x], create_graph: true);

        Assert.Throws<NotSupportedException>(() => module.forward(x));
        module.ThrowIfBackwardFailed();
        autograd.grad([module.forward(x).sum()], [x]);
        module.ThrowIfBackwardFailed();
    }

    [Fact]
    public void Parameters_that_are_not_finite_are_saved_only_where_asked_for()
    {
        using var folder = new TemporaryFolder();
        using var module = new SmallNet.Module();
        TensorMemory.Floats(module.state_dict()["Stage2.0.Conv1.conv.weight"], "weight")[7] = float.NegativeInfinity;

        var failure = Assert.Throws<InvalidOperationException>(() => module.Save(folder.File("weights")));
        Assert.Contains("Stage2.0.Conv1.conv.weight", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("weights")));

        module.Save(folder.File("weights"), allowNotFinite: true);
        Assert.Throws<WeightsException>(() => module.Load(folder.File("weights")));
        Assert.Throws<WeightsException>(() => SmallNet.Load(folder.File("weights")));
    }

    [Fact]
    public void Other_classes_are_fine_tuned_from_the_rest()
    {
        using var folder = new TemporaryFolder();
        using var module = PartlyFixed.Create();
        using var other = new SmallNet.Module();
        module.Save(folder.File("weights"));
        var classifier = other.state_dict()["Classifier.linear.weight"].clone();

        var report = other.Load(folder.File("weights"), new LoadOptions { Strict = false, Except = static name => name.StartsWith("Classifier.", StringComparison.Ordinal) });

        Assert.True(classifier.equal(other.state_dict()["Classifier.linear.weight"]).all().item<bool>());
        Assert.True(module.state_dict()["Stem.conv.weight"].equal(other.state_dict()["Stem.conv.weight"]).all().item<bool>());
        Assert.Equal(module.Selections, other.Selections);
        Assert.DoesNotContain("Classifier.linear.weight", report.Loaded);
    }

    [Fact]
    public void Layers_that_are_left_out_keep_their_own_selection_and_radius()
    {
        using var folder = new TemporaryFolder();
        using var module = PartlyFixed.Create();
        using var other = new SmallNet.Module();
        other.Radius = 0.5;
        module.Save(folder.File("weights"));

        other.Load(folder.File("weights"), new LoadOptions { Strict = false, Only = static name => name.StartsWith("Stem.", StringComparison.Ordinal) });

        Assert.Equal(["Stem"], other.Selections.Keys);
        Assert.Equal((0.25, 0.5), (other.Norms[0].Radius, other.Norms[1].Radius));
    }

    [Fact]
    public void A_file_with_more_or_less_than_the_network_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var module = new SmallNet.Module();
        var writer = new SafetensorsWriter();
        ModuleState.Save(module, writer, "", allowNotFinite: false);
        writer.Add("Stage3.conv.weight", [1, 2], 2);
        writer.Add("Stem.norm.num_batches_tracked", SafetensorsType.I64, new byte[8]);
        writer.Save(folder.File("more"));

        Assert.Contains("Stage3.conv.weight", Assert.Throws<WeightsException>(() => module.Load(folder.File("more"))).Message, StringComparison.Ordinal);
        Assert.Equal(["Stage3.conv.weight"], module.Load(folder.File("more"), new LoadOptions { Strict = false }).Unused);
    }

    [Fact]
    public void A_compiled_selection_is_not_changed_by_a_file()
    {
        using var folder = new TemporaryFolder();
        using var compiled = new PairsNet.Module();
        var selections = compiled.Selections.ToList();
        compiled.Save(folder.File("weights"));
        compiled.Load(folder.File("weights"));
        Assert.Equal(selections, compiled.Selections);

        compiled.Norms[1].MeanWeight!.data<float>()[0] = 0;
        compiled.Norms[1].MeanWeight!.data<float>()[2] = 1;
        compiled.Save(folder.File("other"));
        using var again = new PairsNet.Module();

        var refused = Assert.Throws<WeightsException>(() => again.Load(folder.File("other")));
        Assert.Contains(again.Norms[1].Path, refused.Message, StringComparison.Ordinal);
        again.Load(folder.File("other"), new LoadOptions { Strict = false });
        Assert.Equal(selections, again.Selections);
    }

    [Fact]
    public void The_selection_of_fixed_layers_is_written_with_the_reasons_of_the_others()
    {
        using var folder = new TemporaryFolder();
        using var module = PartlyFixed.Create();
        module.Save(folder.File("weights"));

        var mixtures = module.SaveSelection(folder.File("SmallNet.Selection.cs"));

        var text = File.ReadAllText(folder.File("SmallNet.Selection.cs"));
        Assert.Equal(PartlyFixed.FixedLayers, text.Split("[Selected(").Length - 1);
        Assert.Equal(module.Norms.Count - PartlyFixed.FixedLayers, mixtures.Count);
        Assert.Contains("// Layer Stage1.0.Conv2 stays a mixture: the ratios of the variance are not one-hot at radius 0.25; with 3 normalizers they are from 0.816 on.\n", text, StringComparison.Ordinal);
        Assert.Equal(
            SelectionHash.Compute(module.Selections.Select(static entry => (entry.Key, entry.Value.Mean, entry.Value.Variance))),
            NetworkWeights.Load(folder.File("weights")).Metadata[WeightsMetadata.Selection]);
    }

    [Fact]
    public void A_softmax_gate_is_named_as_the_reason()
    {
        using var folder = new TemporaryFolder();
        using var module = new OddNet.Module();

        var mixtures = module.SaveSelection(folder.File("OddNet.Selection.cs"));

        Assert.Contains("Softmax", mixtures.Single(static mixture => mixture.Path == "Grouped").Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(mixtures, static mixture => mixture.Path == "Plain");
    }

    private static nn.Module Convert(nn.Module module, string kind) => kind switch
    {
        "half" => module.half(),
        "float64" => module.to(float64),
        "meta" => module.to(DeviceType.META),
        _ => module.to(CPU, float16),
    };
}
