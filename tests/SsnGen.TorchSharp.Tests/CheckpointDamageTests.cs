using System.Globalization;
using SsnGen.Files;
using SsnGen.Testing;
using SsnGen.TorchSharp.Tests.Models;
using SsnGen.Training;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Checkpoints with values that no training could have saved are refused, and change nothing.</summary>
public sealed class CheckpointDamageTests
{
    /// <summary>libtorch ends the process at a state that is none.</summary>
    [Fact]
    public void A_damaged_random_state_is_refused() => Program.AssertDone(nameof(CheckpointDamageTests), TimeSpan.FromMinutes(2));

    public static TheoryData<string, string> Metadata => new()
    {
        { "ssngen.radius", "5" },
        { "ssngen.radius", "NaN" },
        { "ssngen.radius", "-0.1" },
        { "ssngen.step", long.MaxValue.ToString(CultureInfo.InvariantCulture) },
        { "ssngen.step", "-1" },
        { "ssngen.learning_rates", "1E+308 0.05 0.05 0.05 0.005 0.005" },
        { "ssngen.learning_rates", "Infinity 0.05 0.05 0.05 0.005 0.005" },
        { "ssngen.learning_rates", "0.05 0.05" },
        { "ssngen.checkpoint", "3" },
    };

    [Theory]
    [MemberData(nameof(Metadata))]
    public void Metadata_that_no_training_has_are_refused(string key, string value) =>
        AssertRefused((metadata, _) => metadata[key] = value);

    [Theory]
    [InlineData("model.Stem.conv.weight", float.NaN)]
    [InlineData("model.Stem.norm.running_mean", float.PositiveInfinity)]
    [InlineData("model.Stem.norm.running_var", -1f)]
    [InlineData("model.Stem.norm.mean_weight", float.NaN)]
    [InlineData("model.Stem.norm.radius", 5f)]
    [InlineData("optimizer.Stem.conv.weight.exp_avg", float.NaN)]
    [InlineData("optimizer.Stem.conv.weight.exp_avg_sq", -1f)]
    public void Values_that_no_training_has_are_refused(string tensor, float value) =>
        AssertRefused((_, tensors) => BitConverter.TryWriteBytes(tensors[tensor], value));

    [Theory]
    [InlineData("model.Stem.norm.mean_fixed", 2)]
    [InlineData("model.Stem.norm.var_fixed", -1)]
    [InlineData("optimizer.Stem.conv.weight.step", long.MaxValue)]
    [InlineData("optimizer.Stem.conv.weight.step", -1)]
    public void Integers_that_no_training_has_are_refused(string tensor, long value) =>
        AssertRefused((_, tensors) => BitConverter.TryWriteBytes(tensors[tensor], value));

    [Fact]
    public void A_tensor_that_belongs_to_nothing_is_refused() =>
        AssertRefused((_, tensors) => tensors["model.Stage9.conv.weight"] = new byte[4]);

    [Fact]
    public void A_training_that_diverged_is_not_saved_over_a_good_checkpoint()
    {
        using var folder = new TemporaryFolder();
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.05);
        Checkpoint.Save(folder.File("checkpoint"), optimizer);
        var good = File.ReadAllBytes(folder.File("checkpoint"));
        module.Norms[0].Bias.data<float>()[3] = float.NaN;

        var failure = Assert.Throws<InvalidOperationException>(() => Checkpoint.Save(folder.File("checkpoint"), optimizer));

        Assert.Contains("Stem.norm.bias", failure.Message, StringComparison.Ordinal);
        Assert.Equal(good, File.ReadAllBytes(folder.File("checkpoint")));
    }

    /// <summary>What <see cref="A_damaged_random_state_is_refused"/> runs.</summary>
    internal static void LoadDamagedRandomStates()
    {
        byte[] good;
        using (var state = get_rng_state())
        {
            good = state.bytes.ToArray();
        }

        var lengths = new[] { 0, 16, 100_000, good.Length }.Select(static length =>
            (Action<Dictionary<string, string>, Dictionary<string, byte[]>>)((_, tensors) => tensors["random_state"] = new byte[length]));

        // Flipped bits of all parts; those of the words' lower halves and of a seed are states like any.
        var flips = new[] { (9, 0x40), (11, 0x80), (12, 0x03), (18, 0x10), (28, 0x01), (24 + (8 * 623) + 7, 0x80), (5041, 0x01), (5052, 0x02) }.Select(static flip =>
            (Action<Dictionary<string, string>, Dictionary<string, byte[]>>)((_, tensors) => tensors["random_state"][flip.Item1] ^= (byte)flip.Item2));
        AssertRefused([.. lengths, .. flips]);
    }

    private static void AssertRefused(params Action<Dictionary<string, string>, Dictionary<string, byte[]>>[] damages)
    {
        using var folder = new TemporaryFolder();
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Adam(module, 0.05, schedule: new RadiusSchedule(10));
        TrainingStep.Run(module, optimizer);
        Checkpoint.Save(folder.File("checkpoint"), optimizer);
        var saved = folder.File("checkpoint");
        TrainingStep.Run(module, optimizer);
        var before = module.state_dict().ToDictionary(static entry => entry.Key, static entry => entry.Value.clone());

        foreach (var damage in damages)
        {
            Damage(saved, folder.File("damaged"), damage);
            Assert.Throws<WeightsException>(() => Checkpoint.Load(folder.File("damaged"), optimizer));
            Assert.Equal(2, optimizer.StepCount);
            Assert.All(module.state_dict(), entry => Assert.True(before[entry.Key].equal(entry.Value).all().item<bool>(), entry.Key));
        }

        Checkpoint.Load(saved, optimizer);
        Assert.Equal(1, optimizer.StepCount);
    }

    private static void Damage(string path, string damaged, Action<Dictionary<string, string>, Dictionary<string, byte[]>> damage)
    {
        var types = new Dictionary<string, (SafetensorsType Type, int[] Shape)>();
        var (metadata, tensors) = (new Dictionary<string, string>(), new Dictionary<string, byte[]>());
        using (var file = SafetensorsFile.Open(path))
        {
            foreach (var (key, value) in file.Metadata)
            {
                metadata.Add(key, value);
            }

            foreach (var tensor in file.Tensors)
            {
                types.Add(tensor.Name, (tensor.Type, [.. tensor.Shape]));
                tensors.Add(tensor.Name, file.GetBytes(tensor).ToArray());
            }
        }

        damage(metadata, tensors);
        var writer = new SafetensorsWriter(metadata);
        foreach (var (name, bytes) in tensors)
        {
            var (type, shape) = types.GetValueOrDefault(name, (SafetensorsType.U8, []));
            writer.Add(name, type, bytes, type == SafetensorsType.U8 ? [bytes.Length] : shape);
        }

        writer.Save(damaged);
    }
}
