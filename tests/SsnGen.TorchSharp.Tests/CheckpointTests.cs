using SsnGen.Files;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using SsnGen.Training;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

public sealed class CheckpointTests
{
    private const int Steps = 24;

    public static TheoryData<string> Optimizers => ["sgd", "adam"];

    // OddNet has dropout, so that the random numbers count; between the steps 8 and 24 of the schedule its layers get fixed.
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Training_continues_bit_for_bit(string kind)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("training.checkpoint");
        manual_seed(7);
        using var module = new OddNet.Module();
        using var optimizer = Create(kind, module);
        Run(module, optimizer, 0, 16);
        Checkpoint.Save(path, optimizer);
        var losses = Run(module, optimizer, 16, Steps);

        manual_seed(8);
        using var resumed = new OddNet.Module();
        using var resumedOptimizer = Create(kind, resumed);
        TrainingStep.Run(resumed, resumedOptimizer);
        Checkpoint.Load(path, resumedOptimizer);
        Assert.Equal(16, resumedOptimizer.StepCount);
        var resumedLosses = Run(resumed, resumedOptimizer, 16, Steps);

        Assert.Equal(losses, resumedLosses);
        AssertSameState(module, resumed);
        Assert.Equal(module.Selections, resumed.Selections);
        Assert.NotEmpty(module.Selections);
    }

    [Fact]
    public void A_rollback_makes_fixed_layers_mixtures_again()
    {
        using var folder = new TemporaryFolder();
        manual_seed(9);
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.05, schedule: new RadiusSchedule(6));
        TrainingStep.Run(module, optimizer);
        Checkpoint.Save(folder.File("early"), optimizer);
        var first = Run(module, optimizer, 1, 6);
        Assert.True(module.SelectionIsComplete);

        Checkpoint.Load(folder.File("early"), optimizer);

        Assert.Equal(0, module.FixedCount);
        Assert.All(optimizer.Groups.Control, static control => Assert.True(control.requires_grad));
        Assert.Equal(first, Run(module, optimizer, 1, 6));
    }

    [Fact]
    public void A_checkpoint_outlives_the_scope_that_it_was_loaded_in()
    {
        using var folder = new TemporaryFolder();
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.05);
        TrainingStep.Run(module, optimizer);
        Checkpoint.Save(folder.File("one"), optimizer);
        using (NewDisposeScope())
        {
            Checkpoint.Load(folder.File("one"), optimizer);
        }

        TrainingStep.Run(module, optimizer);
        Assert.Equal(2, optimizer.StepCount);
    }

    [Fact]
    public void Another_file_is_refused_and_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.05);
        TrainingStep.Run(module, optimizer);
        module.Save(folder.File("weights"));
        Checkpoint.Save(folder.File("checkpoint"), optimizer);
        using var odd = new OddNet.Module();
        using var oddOptimizer = SsnOptimizer.Sgd(odd, 0.05);
        using var adam = SsnOptimizer.Adam(module);
        var bytes = File.ReadAllBytes(folder.File("checkpoint"));
        File.WriteAllBytes(folder.File("truncated"), bytes[..^100]);

        Assert.Throws<WeightsException>(() => Checkpoint.Load(folder.File("weights"), optimizer));
        Assert.Throws<WeightsException>(() => Checkpoint.Load(folder.File("checkpoint"), oddOptimizer));
        Assert.Throws<WeightsException>(() => Checkpoint.Load(folder.File("checkpoint"), adam));
        Assert.Throws<WeightsException>(() => Checkpoint.Load(folder.File("truncated"), optimizer));
        Assert.Equal(1, optimizer.StepCount);
    }

    private static SsnOptimizer Create(string kind, SsnModule module)
    {
        var schedule = new RadiusSchedule(Steps);
        return kind == "sgd" ? SsnOptimizer.Sgd(module, 0.05, nesterov: true, schedule: schedule) : SsnOptimizer.Adam(module, 0.01, schedule: schedule);
    }

    private static float[] Run(SsnModule module, SsnOptimizer optimizer, int first, int end) =>
        [.. Enumerable.Range(first, end - first).Select(step =>
        {
            optimizer.LearningRate = 0.05 / (1 + step);
            return TrainingStep.Run(module, optimizer);
        })];

    private static void AssertSameState(SsnModule expected, SsnModule actual)
    {
        var values = actual.state_dict();
        foreach (var (name, tensor) in expected.state_dict())
        {
            Assert.True(tensor.equal(values[name]).all().item<bool>(), $"{name} differs");
        }
    }
}
