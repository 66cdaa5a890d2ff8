using System.Runtime.InteropServices;
using SsnGen.Files;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>The state that TorchSharp's optimizer keeps for one parameter, on its way to and from a checkpoint.</summary>
internal abstract class OptimizerTensors(string parameter)
{
    /// <summary>The states of all parameters.</summary>
    public static IEnumerable<OptimizerTensors> Of(SsnOptimizer optimizer)
    {
        var names = optimizer.Module.named_parameters().ToDictionary(static entry => entry.parameter.Handle, static entry => entry.name);
        return optimizer.Groups.All.Zip(optimizer.Inner.state_dict().State, (parameter, state) => Of(names[parameter.Handle], parameter, state));
    }

    public abstract void Save(SafetensorsWriter writer);

    /// <summary>Throws what <see cref="Load"/> would.</summary>
    public abstract void Check(SafetensorsFile file);

    public abstract void Load(SafetensorsFile file);

    protected string Key(string part) => $"optimizer.{parameter}.{part}";

    private static OptimizerTensors Of(string name, Parameter parameter, OptimizerState state) => state switch
    {
        SGD.State sgd => new Momentum(name, parameter, sgd),
        Adam.State adam => new Moments(name, parameter, adam),
        _ => throw new NotSupportedException($"Checkpoints know the states of SGD and Adam, and not {state.GetType()}."),
    };

    /// <summary>The momentum of SGD, which is not there before the first step, nor without momentum.</summary>
    private sealed class Momentum(string name, Parameter parameter, SGD.State state) : OptimizerTensors(name)
    {
        private const string Buffer = "momentum_buffer";

        public override void Save(SafetensorsWriter writer)
        {
            if (state.momentum_buffer is { } buffer)
            {
                writer.Add(Key(Buffer), TensorMemory.Floats(buffer, Buffer), ModuleFiles.Shape(buffer));
            }
        }

        public override void Check(SafetensorsFile file) => Read(file);

        public override void Load(SafetensorsFile file)
        {
            var values = Read(file);
            state.momentum_buffer?.Dispose();
            state.momentum_buffer = null;
            if (values is not null)
            {
                state.momentum_buffer = zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();
                values.CopyTo(TensorMemory.Floats(state.momentum_buffer, Buffer));
            }
        }

        private float[]? Read(SafetensorsFile file) =>
            file.TryGetTensor(Key(Buffer), out _) ? Checkpoint.Floats(file, Key(Buffer), ModuleFiles.Shape(parameter)) : null;
    }

    /// <summary>The moments of Adam, and its count of steps.</summary>
    private sealed class Moments(string name, Parameter parameter, Adam.State state) : OptimizerTensors(name)
    {
        public override void Save(SafetensorsWriter writer)
        {
            foreach (var (part, tensor) in Parts())
            {
                writer.Add(Key(part), TensorMemory.Floats(tensor, part), ModuleFiles.Shape(tensor));
            }

            writer.Add(Key("step"), SafetensorsType.I64, MemoryMarshal.AsBytes([state.step]));
        }

        public override void Check(SafetensorsFile file)
        {
            foreach (var (part, _) in Parts())
            {
                Checkpoint.Floats(file, Key(part), ModuleFiles.Shape(parameter));
            }

            Step(file);
        }

        public override void Load(SafetensorsFile file)
        {
            foreach (var (part, tensor) in Parts())
            {
                Checkpoint.Floats(file, Key(part), ModuleFiles.Shape(parameter)).CopyTo(TensorMemory.Floats(tensor, part));
            }

            state.step = Step(file);
        }

        private IEnumerable<(string Part, Tensor Tensor)> Parts() => [("exp_avg", state.exp_avg), ("exp_avg_sq", state.exp_avg_sq)];

        private long Step(SafetensorsFile file) => BitConverter.ToInt64(Checkpoint.Bytes(file, Key("step"), SafetensorsType.I64));
    }
}
