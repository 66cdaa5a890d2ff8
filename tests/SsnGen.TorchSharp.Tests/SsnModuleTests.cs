using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using SsnGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

public sealed class SsnModuleTests
{
    [Fact]
    public void State_has_the_names_of_PyTorch()
    {
        using var module = new SmallNet.Module();
        string[] norm = ["weight", "bias", "mean_weight", "var_weight", "mean_fixed", "var_fixed", "radius", "running_mean", "running_var"];
        string[] layers = ["Stem", "Stage1.0.Conv1", "Stage1.0.Conv2", "Stage2.0.Shortcut", "Stage2.0.Conv1", "Stage2.0.Conv2", "Stage2.1.Conv1", "Stage2.1.Conv2"];
        var expected = layers.SelectMany(layer => norm.Select(name => $"{layer}.norm.{name}").Prepend($"{layer}.conv.weight"))
            .Concat(["Classifier.linear.weight", "Classifier.linear.bias"]);

        Assert.Equal(expected.Order(StringComparer.Ordinal), module.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void State_leaves_out_what_a_layer_does_not_have()
    {
        using var module = new OddNet.Module();
        var names = module.state_dict().Keys.ToHashSet();

        Assert.Contains("First.conv.bias", names);
        Assert.DoesNotContain("Shared.norm.var_weight", names);
        Assert.Contains("Shared.norm.mean_fixed", names);
        Assert.DoesNotContain("Shared.norm.var_fixed", names);
        Assert.DoesNotContain("Plain.norm.radius", names);
        Assert.DoesNotContain("Grouped.norm.running_mean", names);
        Assert.DoesNotContain("Plain.norm.mean_weight", names);
        Assert.DoesNotContain("Hidden.linear.bias", names);
    }

    [Fact]
    public void As_a_part_of_another_module_each_parameter_is_registered_once()
    {
        using var module = new SmallNet.Module();
        var count = module.state_dict().Count;

        using var outer = nn.Sequential(("net", module));

        Assert.Equal(count, outer.state_dict().Count);
        Assert.All(outer.state_dict().Keys, static name => Assert.StartsWith("net.", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Evaluation_agrees_with_the_reference_in_double_precision()
    {
        using var small = new SmallNet.Module();
        using var odd = new OddNet.Module();
        using var vector = new VectorNet.Module();
        using var activations = new ActivationsNet.Module();
        foreach (var module in new SsnModule[] { small, odd, vector, activations })
        {
            AgreeWithReference(module);
        }
    }

    [Fact]
    public void Training_by_the_schedule_fixes_every_layer()
    {
        manual_seed(3);
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.05, schedule: new RadiusSchedule(20));
        var losses = Enumerable.Range(0, 20).Select(_ => TrainingStep.Run(module, optimizer)).ToArray();

        Assert.True(module.SelectionIsComplete);
        Assert.Equal(8, module.FixedCount);
        Assert.Equal(1, module.Radius);
        Assert.Equal(module.ModelLayers.Where(static l => l.Normalization is not null).Select(static l => l.Path), module.Selections.Keys);
        Assert.All(losses, static loss => Assert.True(float.IsFinite(loss)));
    }

    [Fact]
    public void Control_parameters_train_at_a_tenth_with_clipped_gradients()
    {
        manual_seed(4);
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.5, momentum: 0);
        using var scope = NewDisposeScope();
        foreach (var control in optimizer.Groups.Control)
        {
            control.grad = full_like(control, 3);
        }

        var count = optimizer.Groups.Control.Sum(static control => control.numel());
        var before = optimizer.Groups.Control[0].clone();
        optimizer.Step();

        Assert.Equal(48, count);
        Assert.Equal(0.05 / Math.Sqrt(count), (before - optimizer.Groups.Control[0])[0].item<float>(), 1e-6);
    }

    [Fact]
    public void Weights_and_selection_survive_their_files()
    {
        manual_seed(5);
        using var module = new OddNet.Module();
        using var other = new OddNet.Module();
        using var folder = new TemporaryFolder();
        using (var optimizer = SsnOptimizer.Sgd(module, 0.05, schedule: new RadiusSchedule(10, end: 0.5)))
        {
            for (var i = 0; i < 5; i++)
            {
                TrainingStep.Run(module, optimizer);
            }
        }

        module.Save(folder.File("weights.safetensors"));
        other.Load(folder.File("weights.safetensors"));

        module.eval();
        other.eval();
        using var scope = NewDisposeScope();
        var x = randn(4, 2, 6, 6);
        Assert.Equal(module.Radius, other.Radius);
        Assert.True(module.forward(x).equal(other.forward(x)).all().item<bool>());
        using var small = new SmallNet.Module();
        Assert.Throws<WeightsException>(() => small.Load(folder.File("weights.safetensors")));
    }

    [Fact]
    public void The_selection_is_written_when_it_is_complete()
    {
        using var module = new SmallNet.Module();
        using var folder = new TemporaryFolder();
        foreach (var norm in module.Norms)
        {
            norm.Fix(new Selection(Normalizer.Layer, Normalizer.Batch));
        }

        module.SaveSelection(folder.File("SmallNet.Selection.cs"));
        module.Save(folder.File("weights.safetensors"));

        var text = File.ReadAllText(folder.File("SmallNet.Selection.cs"));
        Assert.Contains("[Selected(\"Stage2.0.Shortcut\", Normalizer.Layer, Normalizer.Batch)]", text, StringComparison.Ordinal);
        Assert.Equal(
            SelectionHash.Compute(module.Norms.Select(static norm => (norm.Path, Normalizer.Layer, Normalizer.Batch))),
            NetworkWeights.Load(folder.File("weights.safetensors")).Metadata[WeightsMetadata.Selection]);
    }

    [Fact]
    public void A_failed_backward_pass_stops_the_step()
    {
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.1);
        using var scope = NewDisposeScope();
        var before = module.Norms[0].Weight.clone();
        var loss = module.forward(randn(2, 2, 8, 8)).sum();
        module.Radius = 0.4;
        using (no_grad())
        {
            module.forward(randn(2, 2, 8, 8));
        }

        loss.backward();

        Assert.Throws<InvalidOperationException>(optimizer.Step);
        Assert.True(before.equal(module.Norms[0].Weight).all().item<bool>());
    }

    [Fact]
    public void Steps_leave_no_tensors_behind()
    {
        using var module = new OddNet.Module();
        using var optimizer = SsnOptimizer.Adam(module);
        TrainingStep.Run(module, optimizer);
        var count = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 5; i++)
        {
            TrainingStep.Run(module, optimizer);
        }

        Assert.Equal(count, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Inputs_that_do_not_fit_are_refused()
    {
        using var module = new SmallNet.Module();
        using var scope = NewDisposeScope();

        Assert.Throws<ArgumentException>(() => module.forward(randn(1, 2, 8, 9)));
        Assert.Throws<ArgumentException>(() => module.forward(randn(1, 2, 8, 8, dtype: float64)));
    }

    private static void AgreeWithReference(SsnModule module)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var weights = NetworkWeights.Random(module.ModelLayers, seed: 6, radius: 0.3);
        using (no_grad())
        {
            foreach (var (name, tensor) in module.state_dict().Where(entry => weights.Contains(entry.Key)))
            {
                tensor.copy_(torch.tensor(weights.Get(name, [.. tensor.shape.Select(static d => (int)d)])).view(tensor.shape));
            }
        }

        module.Radius = weights.Radius;
        module.eval();
        var input = module.ModelLayers[0].Input;
        var x = randn(3, input.Channels, input.Height, input.Width);
        var expected = ReferenceEvaluation.Run(new(module.ModelLayers), weights, x.data<float>().ToArray());

        var actual = module.forward(x).data<float>().ToArray();

        Assert.Equal(expected.Length, actual.Length);
        var scale = 1 + expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2e-5 * scale));
    }
}
