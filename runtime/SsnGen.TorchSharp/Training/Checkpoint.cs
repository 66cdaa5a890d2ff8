using System.Globalization;
using System.Runtime.InteropServices;
using SsnGen.Files;
using SsnGen.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>
/// Checkpoints of training: all that the next step depends on, so that training resumed from one continues bit for bit
/// as it would have without interruption (given the same batches).
/// </summary>
/// <remarks>
/// One safetensors file: parameters and buffers under <c>model.</c>, the optimizer's tensors under <c>optimizer.</c> and
/// the name of their parameter, what is fixed under <c>fixed.</c> and the path of the layer (the indices of mean and
/// variance, −1 for a mixture), the state of libtorch's random number generator; the rest is metadata. Gradients are not
/// kept: save between a step and the next backward pass.
/// </remarks>
public static class Checkpoint
{
    private const string Format = "ssngen.checkpoint";
    private const string CurrentFormat = "1";
    private const string OptimizerKey = "ssngen.optimizer";
    private const string StepKey = "ssngen.step";
    private const string RadiusKey = "ssngen.radius";
    private const string RatesKey = "ssngen.learning_rates";
    private const string RandomState = "random_state";

    /// <summary>Saves a checkpoint, as a whole or not at all.</summary>
    /// <param name="path">The file; created or replaced.</param>
    /// <param name="optimizer">The optimizer, and with it the module.</param>
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
        foreach (var (name, tensor) in module.state_dict())
        {
            writer.Add("model." + name, TensorMemory.Floats(tensor, name), ModuleFiles.Shape(tensor));
        }

        foreach (var norm in module.Norms)
        {
            ReadOnlySpan<int> indices = [norm.Ratios.Mean.FixedIndex, norm.Ratios.Variance.FixedIndex];
            writer.Add("fixed." + norm.Path, SafetensorsType.I32, MemoryMarshal.AsBytes(indices), indices.Length);
        }

        foreach (var state in OptimizerTensors.Of(optimizer))
        {
            state.Save(writer);
        }

        using var random = get_rng_state();
        var randomBytes = random.bytes;
        writer.Add(RandomState, SafetensorsType.U8, randomBytes, randomBytes.Length);
        writer.Save(path);
    }

    /// <summary>Loads a checkpoint into a module and an optimizer that were created as those that saved it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="optimizer">The optimizer, and with it the module.</param>
    /// <exception cref="WeightsException">The file is damaged, or belongs to another network or optimizer.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(string path, SsnOptimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var module = optimizer.Module;
        using var file = SafetensorsFile.Open(path);
        RequireMetadata(file, Format, CurrentFormat);
        RequireMetadata(file, WeightsMetadata.Model, module.ModelName);
        RequireMetadata(file, OptimizerKey, optimizer.Inner.GetType().Name);
        var step = Parse<long>(file, StepKey, Metadata(file, StepKey));
        var radius = Parse<double>(file, RadiusKey, Metadata(file, RadiusKey));
        var rates = Metadata(file, RatesKey).Split(' ').Select(text => Parse<double>(file, RatesKey, text)).ToArray();
        var tensors = module.state_dict().ToList();
        var states = OptimizerTensors.Of(optimizer).ToList();
        var groups = optimizer.Inner.ParamGroups.ToList();

        // All of it is checked before any of it is changed, so that a failure leaves the training as it was.
        var values = tensors.ConvertAll(entry => Floats(file, "model." + entry.Key, ModuleFiles.Shape(entry.Value)));
        var indices = module.Norms.Select(norm => FixedIndices(file, norm)).ToList();
        states.ForEach(state => state.Check(file));
        var random = Bytes(file, RandomState, SafetensorsType.U8).ToArray();
        if (rates.Length != 2 * groups.Count)
        {
            throw new WeightsException(path, null, $"it has {rates.Length} learning rates, and {2 * groups.Count} are needed.");
        }

        for (var i = 0; i < tensors.Count; i++)
        {
            values[i].CopyTo(TensorMemory.Floats(tensors[i].Value, tensors[i].Key));
        }

        optimizer.ZeroGrad();
        for (var i = 0; i < module.Norms.Count; i++)
        {
            module.Norms[i].Ratios.Reset(indices[i].Mean, indices[i].Variance);
        }

        states.ForEach(state => state.Load(file));
        for (var i = 0; i < groups.Count; i++)
        {
            groups[i].LearningRate = rates[2 * i];
            groups[i].InitialLearningRate = rates[(2 * i) + 1];
        }

        optimizer.RestoreStep(step);
        module.Radius = radius;
        using var state = tensor(random, dtype: ScalarType.Byte);
        set_rng_state(state);
    }

    /// <summary>The bytes of a tensor, which must be there and of a type.</summary>
    internal static ReadOnlySpan<byte> Bytes(SafetensorsFile file, string name, SafetensorsType type, params ReadOnlySpan<int> shape)
    {
        if (!file.TryGetTensor(name, out var tensor))
        {
            throw new WeightsException(file.Name, name, "it is missing: this is no checkpoint of this training.");
        }

        return tensor.Type == type && (shape.IsEmpty || tensor.Shape.AsSpan().SequenceEqual(shape))
            ? file.GetBytes(tensor)
            : throw new WeightsException(file.Name, name, $"it is {tensor}, and {type} [{string.Join(", ", shape.ToArray())}] is needed.");
    }

    internal static float[] Floats(SafetensorsFile file, string name, params ReadOnlySpan<int> shape)
    {
        var bytes = Bytes(file, name, SafetensorsType.F32, shape);
        var values = new float[bytes.Length / sizeof(float)];
        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static (int Mean, int Variance) FixedIndices(SafetensorsFile file, SsnNorm norm)
    {
        var name = "fixed." + norm.Path;
        var bytes = Bytes(file, name, SafetensorsType.I32, 2);
        var (mean, variance) = (BitConverter.ToInt32(bytes), BitConverter.ToInt32(bytes[sizeof(int)..]));
        var count = norm.Kernel.Normalizers.Length;
        return mean >= -1 && mean < count && variance >= -1 && variance < count
            ? (mean, variance)
            : throw new WeightsException(file.Name, name, $"it fixes the normalizers {mean} and {variance} of {count}.");
    }

    private static void RequireMetadata(SafetensorsFile file, string key, string needed)
    {
        if (Metadata(file, key) is var found && found != needed)
        {
            throw new WeightsException(file.Name, null, $"its {key} is '{found}', and this training needs '{needed}'.");
        }
    }

    private static string Metadata(SafetensorsFile file, string key) =>
        file.Metadata.TryGetValue(key, out var value)
            ? value
            : throw new WeightsException(file.Name, null, $"it has no {key}: it is no checkpoint. Weights are loaded by module.Load.");

    private static T Parse<T>(SafetensorsFile file, string key, string text)
        where T : struct, IParsable<T>, System.Numerics.INumberBase<T> =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var value) && T.IsFinite(value) && !T.IsNegative(value)
            ? value
            : throw new WeightsException(file.Name, null, $"its {key} is '{text}', which is no number that could stand there.");

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
