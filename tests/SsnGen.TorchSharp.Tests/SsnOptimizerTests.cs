using SsnGen.Files;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using SsnGen.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Rates, decay and radius of both optimizers.</summary>
public sealed class SsnOptimizerTests
{
    public static TheoryData<string> Optimizers => ["sgd", "adam"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Control_parameters_have_a_tenth_of_the_rate(string kind)
    {
        using var module = new SmallNet.Module();
        using var optimizer = Create(kind, module, 0.5);

        Assert.Equal([0.5, 0.5, 0.05], Rates(optimizer));
        optimizer.LearningRate = 0.2;
        Assert.Equal(0.2, optimizer.LearningRate);
        Assert.Equal([0.2, 0.2, 0.02], Rates(optimizer), static (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = double.PositiveInfinity);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = double.NaN);
        Assert.Throws<ArgumentOutOfRangeException>(() => Create(kind, module, -1));
    }

    /// <summary>With gradients of zero a step is the decay alone.</summary>
    [Theory]
    [InlineData("sgd", 0)]
    [InlineData("sgd", 0.2)]
    [InlineData("adam", 0)]
    [InlineData("adam", 0.2)]
    public void Only_what_is_asked_for_decays(string kind, double affineDecay)
    {
        using var scope = NewDisposeScope();
        using var module = new OddNet.Module();
        using var optimizer = Create(kind, module, 0.5, weightDecay: 0.1, affineDecay);
        var before = new Dictionary<nint, Tensor>();
        foreach (var parameter in optimizer.Groups.All)
        {
            TensorMemory.Floats(parameter, "parameter").Fill(2);
            before.Add(parameter.Handle, parameter.clone());
            parameter.grad = zeros_like(parameter);
        }

        optimizer.Step();

        Assert.All(optimizer.Groups.Weights, parameter => Assert.True((parameter < before[parameter.Handle]).all().item<bool>()));
        Assert.All(optimizer.Groups.Affine, parameter => Assert.Equal(affineDecay > 0, (parameter < before[parameter.Handle]).all().item<bool>()));
        Assert.All(optimizer.Groups.Affine, parameter => Assert.Equal(affineDecay == 0, (parameter == before[parameter.Handle]).all().item<bool>()));
        Assert.All(optimizer.Groups.Control, parameter => Assert.True((parameter == before[parameter.Handle]).all().item<bool>()));
        if (kind == "sgd")
        {
            Assert.Equal(2 * (1 - (0.5 * 0.1)), optimizer.Groups.Weights[0].data<float>()[0], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_checkpoint_brings_its_rates(string kind)
    {
        using var folder = new TemporaryFolder();
        using var module = new SmallNet.Module();
        using (var optimizer = Create(kind, module, 0.5))
        {
            optimizer.LearningRate = 0.25;
            TrainingStep.Run(module, optimizer);
            Checkpoint.Save(folder.File("checkpoint"), optimizer);
        }

        using var resumed = Create(kind, module, 0.125);
        Checkpoint.Load(folder.File("checkpoint"), resumed);

        Assert.Equal([0.25, 0.25, 0.025], Rates(resumed), static (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal([0.5, 0.5, 0.05], resumed.Inner.ParamGroups.Select(static group => group.InitialLearningRate), static (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(12)]
    [InlineData(6)]
    public void Training_resumed_with_another_schedule_goes_on_from_its_radius(int steps)
    {
        using var folder = new TemporaryFolder();
        using var module = new SmallNet.Module();
        using (var optimizer = SsnOptimizer.Sgd(module, 0.05, schedule: new RadiusSchedule(24)))
        {
            for (var step = 0; step < 4; step++)
            {
                TrainingStep.Run(module, optimizer);
            }

            Checkpoint.Save(folder.File("checkpoint"), optimizer);
        }

        using var resumed = SsnOptimizer.Sgd(module, 0.05, schedule: new RadiusSchedule(steps));
        Checkpoint.Load(folder.File("checkpoint"), resumed);

        var radii = new List<double> { module.Radius };
        for (var step = 4; step < steps && step < 8; step++)
        {
            TrainingStep.Run(module, resumed);
            radii.Add(module.Radius);
        }

        Assert.Equal((float)(4.0 / 24), radii[0]);
        Assert.Equal(radii.Order(), radii);
        Assert.Equal((float)((4.0 / 24) + ((1 - (4.0 / 24)) / (steps - 4))), (float)radii[1], 1e-6f);
        Assert.Equal(1, resumed.Schedule!.At(steps));
    }

    [Fact]
    public void A_schedule_that_ends_below_the_radius_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var module = new SmallNet.Module();
        using (var optimizer = SsnOptimizer.Sgd(module, 0.05))
        {
            module.Radius = 0.5;
            Checkpoint.Save(folder.File("checkpoint"), optimizer);
        }

        using var resumed = SsnOptimizer.Sgd(module, 0.05, schedule: new RadiusSchedule(10, end: 0.25));

        Assert.Contains("0.25", Assert.Throws<WeightsException>(() => Checkpoint.Load(folder.File("checkpoint"), resumed)).Message, StringComparison.Ordinal);
        Assert.Equal(0, module.Radius);
        Assert.Throws<ArgumentOutOfRangeException>(() => module.Radius = 1.5);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void What_is_fixed_takes_no_part_in_steps(string kind)
    {
        using var module = PartlyFixed.Create();
        using var optimizer = Create(kind, module, 0.5);

        TrainingStep.Run(module, optimizer);
        TrainingStep.Run(module, optimizer);

        Assert.Equal([1, 0, 0], module.Norms[0].MeanWeight!.data<float>().ToArray());
        Assert.NotEqual([1, 1, 1], module.Norms[4].MeanWeight!.data<float>().ToArray());
    }

    private static IEnumerable<double> Rates(SsnOptimizer optimizer) => optimizer.Inner.ParamGroups.Select(static group => group.LearningRate);

    private static SsnOptimizer Create(string kind, SsnModule module, double rate, double weightDecay = 1e-4, double affineWeightDecay = 0) => kind == "sgd"
        ? SsnOptimizer.Sgd(module, rate, momentum: 0, weightDecay, affineWeightDecay: affineWeightDecay)
        : SsnOptimizer.Adam(module, rate, weightDecay, affineWeightDecay: affineWeightDecay);
}
