using SsnGen.Files;
using SsnGen.Networks;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using SsnGen.Training;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>What is fixed, and the radius, travel with the state_dict, whoever carries it.</summary>
public sealed class StateTests
{
    // What the files of the first versions were saved from computed, see PartlyFixed.Evaluate.
    private static readonly float[] FirstOutputs = [-0.27735522f, 0.4752566f, -0.16879262f, -0.23249558f, 0.46975058f, -0.283999f];
    private const float FirstNextLoss = 1.3933315f;

    [Fact]
    public void Fixing_writes_flag_and_one_hot_vector()
    {
        using var module = PartlyFixed.Create();
        var (fixedNorm, half) = (module.Norms[0], module.Norms[2]);

        Assert.Equal([1, 0, 0], fixedNorm.MeanWeight!.data<float>().ToArray());
        Assert.Equal([0, 1, 0], fixedNorm.VarWeight!.data<float>().ToArray());
        Assert.Equal((1L, 1L), (fixedNorm.MeanFixed!.item<long>(), fixedNorm.VarFixed!.item<long>()));
        Assert.Equal((1L, 0L), (half.MeanFixed!.item<long>(), half.VarFixed!.item<long>()));
        Assert.Equal(0.25f, module.state_dict()["Stem.norm.radius"].item<float>());
    }

    [Fact]
    public void TorchSharps_own_files_carry_it()
    {
        using var folder = new TemporaryFolder();
        using var module = PartlyFixed.Create();
        using var other = new SmallNet.Module();
        module.save(folder.File("module.dat"));

        other.load(folder.File("module.dat"));

        PartlyFixed.AssertSame(module, other);
        Assert.Equal(module.Norms.Count - PartlyFixed.FixedLayers, other.SaveSelection(folder.File("SmallNet.Selection.cs")).Count);
    }

    [Fact]
    public void A_state_dict_carries_it_back_and_forth()
    {
        using var module = PartlyFixed.Create();
        using var other = new SmallNet.Module();
        using var untouched = new SmallNet.Module();

        other.load_state_dict(module.state_dict());
        PartlyFixed.AssertSame(module, other);

        other.load_state_dict(untouched.state_dict());
        PartlyFixed.AssertSame(untouched, other);
        Assert.Equal(0, other.FixedCount);
    }

    [Fact]
    public void Safetensors_carry_it_into_a_fresh_module()
    {
        using var folder = new TemporaryFolder();
        using var module = PartlyFixed.Create();
        using var other = new SmallNet.Module();
        module.Save(folder.File("weights"));

        var report = other.Load(folder.File("weights"));

        PartlyFixed.AssertSame(module, other);
        Assert.Equal(module.state_dict().Count, report.Loaded.Count);
        Assert.Empty(report.Missing);
        Assert.Empty(report.Unused);
    }

    [Fact]
    public void The_collapsed_network_takes_it_as_a_mixture()
    {
        using var folder = new TemporaryFolder();
        using var module = PartlyFixed.Create();
        module.Save(folder.File("weights"));
        var weights = NetworkWeights.Load(folder.File("weights"));
        var expected = PartlyFixed.Evaluate(module);
        var output = new float[expected.Length];
        var input = Enumerable.Range(0, 256).Select(static i => ((i * 37 % 101) / 50f) - 1).ToArray();

        SmallNet.Create(weights).Run(input, output);

        FloatAssert.MaxDifference(expected, output, 2e-5 * expected.Max(Math.Abs));
    }

    [Fact]
    public void An_average_copies_what_is_fixed_and_averages_the_rest()
    {
        using var module = PartlyFixed.Create();
        using var average = PartlyFixed.Create(seed: 22);
        var before = average.Norms[3].Weight.clone();
        using var fresh = new SmallNet.Module();
        fresh.MoveTowards(module, 0.25);
        average.MoveTowards(module, 0.25);

        Assert.Equal(module.Selections, fresh.Selections);
        Assert.Equal(module.Radius, fresh.Radius);
        Assert.Equal(module.Norms[0].MeanWeight!.data<float>().ToArray(), fresh.Norms[0].MeanWeight!.data<float>().ToArray());
        Assert.True((before + (0.25 * (module.Norms[3].Weight - before))).allclose(average.Norms[3].Weight, rtol: 1e-6));
        fresh.MoveTowards(module, 1);
        PartlyFixed.AssertSame(module, fresh);
    }

    // As training loops have it: floats are averaged, everything else is copied.
    [Fact]
    public void An_average_by_hand_has_the_selection_too()
    {
        using var module = PartlyFixed.Create();
        using var average = new SmallNet.Module();
        using (no_grad())
        {
            foreach (var (name, tensor) in average.state_dict())
            {
                var source = module.state_dict()[name];
                if (tensor.is_floating_point())
                {
                    tensor.mul_(0.9).add_(source * 0.1);
                }
                else
                {
                    tensor.copy_(source);
                }
            }
        }

        Assert.Equal(module.Selections, average.Selections);
        PartlyFixed.Evaluate(average);
        Assert.Equal([1, 0, 0], average.Norms[0].MeanRatios.ToArray());
    }

    [Fact]
    public void An_average_of_values_that_are_not_finite_is_refused()
    {
        using var module = PartlyFixed.Create();
        using var average = PartlyFixed.Create();
        module.Norms[3].Weight.data<float>()[2] = float.NaN;

        var failure = Assert.Throws<InvalidOperationException>(() => average.MoveTowards(module, 0.5));

        Assert.Contains($"{module.Norms[3].Path}.norm.weight", failure.Message, StringComparison.Ordinal);
        Assert.All(average.state_dict().Values, static tensor => Assert.True(tensor.isfinite().all().item<bool>()));
        using var odd = new OddNet.Module();
        Assert.Throws<ArgumentException>(() => odd.MoveTowards(average, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => average.MoveTowards(average, 1.5));
    }

    [Fact]
    public void A_flag_that_is_none_is_an_error_that_names_the_layer()
    {
        using var module = PartlyFixed.Create();
        module.Norms[4].MeanFixed!.fill_(2);

        Assert.Contains(module.Norms[4].Path, Assert.Throws<InvalidOperationException>(() => PartlyFixed.Evaluate(module)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_the_first_version_load()
    {
        using var module = new SmallNet.Module();

        module.Load(FirstFile("small-net-version1.safetensors"));

        FloatAssert.MaxDifference(FirstOutputs, PartlyFixed.Evaluate(module), 1e-6);
        Assert.Equal(0.25, module.Radius);
        Assert.Equal(
            [("Stem", new Selection(Normalizer.Instance, Normalizer.Layer)), ("Stage1.0.Conv1", new Selection(Normalizer.Batch, Normalizer.Batch))],
            module.Selections.Select(static entry => (entry.Key, entry.Value)));
        Assert.Equal(1, module.Norms[0].MeanFixed!.item<long>());
    }

    [Fact]
    public void Checkpoints_of_the_first_format_load_and_go_on()
    {
        using var folder = new TemporaryFolder();
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.05, schedule: new RadiusSchedule(40));

        Checkpoint.Load(FirstFile("small-net-format1.checkpoint"), optimizer);

        Assert.Equal(10, optimizer.StepCount);
        FloatAssert.MaxDifference(FirstOutputs, PartlyFixed.Evaluate(module), 1e-6);
        Assert.Equal(2, module.FixedCount);
        Assert.Equal((1, -1), (module.Norms[2].Ratios.Mean.FixedIndex, module.Norms[2].Ratios.Variance.FixedIndex));
        Assert.Equal(FirstNextLoss, TrainingStep.Run(module, optimizer), 1e-5f);
    }

    private static string FirstFile(string name) => Path.Combine(AppContext.BaseDirectory, "Files", name);
}
