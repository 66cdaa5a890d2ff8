using System.Globalization;
using SsnGen.Files;
using SsnGen.Networks;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>
/// Checkpoints of training: all that the next step depends on, so that training resumed from one continues bit for bit
/// as it would have without interruption (given the same batches).
/// </summary>
/// <remarks>
/// One safetensors file: parameters and buffers, with them what is fixed and the radius, under <c>model.</c>; the
/// optimizer's tensors under <c>optimizer.</c> and the name of their parameter; the state of libtorch's random number
/// generator; the rest is metadata. Gradients are not kept: save between a step and the next backward pass. Files of
/// format 1, which had what is fixed under <c>fixed.</c> and the path of the layer, are read too.
/// </remarks>
public static class Checkpoint
{
    private const string Format = "ssngen.checkpoint";
    private const string CurrentFormat = "2";
    private const string FirstFormat = "1";
    private const string OptimizerKey = "ssngen.optimizer";
    private const string StepKey = "ssngen.step";
    private const string RadiusKey = "ssngen.radius";
    private const string RatesKey = "ssngen.learning_rates";
    private const string ModelPrefix = "model.";

    /// <summary>More steps than any training takes, and exact as a double, in which schedules compute.</summary>
    internal const long MaximumStep = 1L << 53;

    /// <summary>Saves a checkpoint, as a whole or not at all.</summary>
    /// <param name="path">The file; created or replaced.</param>
    /// <param name="optimizer">The optimizer, and with it the module.</param>
    /// <exception cref="InvalidOperationException">A parameter, a running moment or a state of the optimizer is not finite: nothing could go on from it. The file stays as it was.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, SsnOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var module = optimizer.Module;
        var writer = new SafetensorsWriter(new Dictionary<string, string>
        {
            [Format] = CurrentFormat,
            [WeightsMetadata.Model] = module.ModelName,
            [OptimizerKey] = optimizer.Inner.GetType().Name,
            [StepKey] = optimizer.StepCount.ToString(CultureInfo.InvariantCulture),
            [RadiusKey] = Text(module.Radius),
            [RatesKey] = string.Join(' ', optimizer.Inner.ParamGroups.SelectMany(static g => new[] { Text(g.LearningRate), Text(g.InitialLearningRate) })),
        });
        ModuleState.Save(module, writer, ModelPrefix, allowNotFinite: false);
        foreach (var state in OptimizerTensors.Of(optimizer))
        {
            state.Save(writer);
        }

        var random = RandomState.Get();
        writer.Add(RandomState.Name, SafetensorsType.U8, random, random.Length);
        writer.Save(path);
    }

    /// <summary>
    /// Loads a checkpoint into a module and an optimizer that were created as those that saved it. All of it is checked
    /// before any of it is used: a failure leaves the training as it was.
    /// </summary>
    /// <remarks>
    /// Where the optimizer's schedule has another radius at the checkpoint's step (a longer training than it was begun
    /// as, say), the schedule goes on from the checkpoint's radius.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="optimizer">The optimizer, and with it the module.</param>
    /// <exception cref="WeightsException">The file cannot be read, is damaged, belongs to another network or optimizer, or has a radius beyond the end of the schedule.</exception>
    public static void Load(string path, SsnOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        using var open = SafetensorsFile.Open(path);
        var file = new CheckpointFile(open);
        var read = Read(file, optimizer);
        file.RequireAllRead();

        optimizer.ZeroGrad();
        optimizer.Restore(read.Step, read.Radius);
        foreach (var write in read.Writes)
        {
            write();
        }

        foreach (var (group, rates) in optimizer.Inner.ParamGroups.Zip(read.Rates.Chunk(2)))
        {
            (group.LearningRate, group.InitialLearningRate) = (rates[0], rates[1]);
        }

        RandomState.Set(read.Random);
    }

    private static (long Step, double Radius, double[] Rates, byte[] Random, List<Action> Writes) Read(CheckpointFile file, SsnOptimizer optimizer)
    {
        var module = optimizer.Module;
        var isFirst = file.Metadata(Format) == FirstFormat;
        if (!isFirst)
        {
            file.Require(Format, CurrentFormat);
        }

        file.Require(WeightsMetadata.Model, module.ModelName);
        file.Require(OptimizerKey, optimizer.Inner.GetType().Name);
        var step = file.Number(StepKey, file.Metadata(StepKey), MaximumStep);
        var radius = file.Number(RadiusKey, file.Metadata(RadiusKey), 1.0);
        if (optimizer.Schedule is { } schedule && radius > schedule.End)
        {
            throw file.Error(null, string.Create(CultureInfo.InvariantCulture, $"its radius is {radius}, and the schedule of this training ends at {schedule.End}: ratios never become less sparse. Use a schedule that ends at {radius} or later."));
        }

        // Rates multiply floats: a larger one makes all of them infinite.
        var rates = file.Metadata(RatesKey).Split(' ').Select(text => file.Number(RatesKey, text, (double)float.MaxValue)).ToArray();
        var groups = optimizer.Inner.ParamGroups.Count();
        if (rates.Length != 2 * groups)
        {
            throw file.Error(null, $"it has {rates.Length} learning rates, and {2 * groups} are needed.");
        }

        var writes = new List<Action>();
        var state = module.state_dict();
        foreach (var tensor in NetworkTensors.Of(module.ModelLayers))
        {
            if (!isFirst || !tensor.IsOptional || file.Has(ModelPrefix + tensor.Name))
            {
                writes.Add(ReadTensor(file, tensor, state[tensor.Name]));
            }
        }

        writes.AddRange(module.Norms.Select(norm => isFirst ? ReadFixed(file, norm) : norm.TakeOver));
        writes.AddRange(OptimizerTensors.Of(optimizer).Select(optimized => optimized.Read(file)));

        var random = file.Bytes(RandomState.Name, SafetensorsType.U8).ToArray();
        RandomState.Check(file.Name, random);
        return (step, radius, rates, random, writes);
    }

    private static Action ReadTensor(CheckpointFile file, NetworkTensor tensor, Tensor destination)
    {
        var name = ModelPrefix + tensor.Name;
        var shape = tensor.Shape.AsSpan();
        if (tensor.Type == SafetensorsType.I64)
        {
            var flags = file.Integers(name, 0, 1, shape);
            return () => flags.CopyTo(TensorMemory.Integers(destination, name));
        }

        var values = file.Floats(name, tensor.Role == TensorRole.RunningVariance ? 0 : float.MinValue, shape);
        if (tensor.Role == TensorRole.Radius && values[0] is not (>= 0 and <= 1))
        {
            throw file.Error(name, string.Create(CultureInfo.InvariantCulture, $"the radius is {values[0]}, and has to be from 0 to 1."));
        }

        return () => values.CopyTo(TensorMemory.Floats(destination, name));
    }

    /// <summary>What format 1 says of a layer: the indices of the normalizers of mean and variance, −1 for a mixture.</summary>
    private static Action ReadFixed(CheckpointFile file, SsnNorm norm)
    {
        var name = "fixed." + norm.Path;
        var bytes = file.Bytes(name, SafetensorsType.I32, 2);
        var (mean, variance) = (BitConverter.ToInt32(bytes), BitConverter.ToInt32(bytes[sizeof(int)..]));
        var count = norm.Kernel.Normalizers.Length;
        return mean >= -1 && mean < count && variance >= -1 && variance < count
            ? () => norm.Ratios.Reset(mean, variance)
            : throw file.Error(name, $"it fixes the normalizers {mean} and {variance} of {count}.");
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
