using System.Runtime.InteropServices;
using SsnGen.Files;
using SsnGen.Networks;
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

    /// <exception cref="InvalidOperationException">A value is not finite.</exception>
    public abstract void Save(SafetensorsWriter writer);

    /// <summary>Reads the state from a file and checks it.</summary>
    /// <returns>What puts it in place.</returns>
    public abstract Action Read(CheckpointFile file);

    protected string Key(string part) => $"optimizer.{parameter}.{part}";

    protected void Add(SafetensorsWriter writer, string part, Tensor tensor)
    {
        var values = TensorMemory.Floats(tensor, part);
        var index = FiniteValues.IndexOfOther(values);
        if (index >= 0)
        {
            throw new InvalidOperationException(
                $"Value {index} of the optimizer's {part} of '{parameter}' is not finite: the training diverged, and nothing was saved. Lower the learning rate, or go on from an earlier checkpoint.");
        }

        writer.Add(Key(part), values, ModuleState.Shape(tensor));
    }

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
                Add(writer, Buffer, buffer);
            }
        }

        public override Action Read(CheckpointFile file)
        {
            var values = file.Has(Key(Buffer)) ? file.Floats(Key(Buffer), float.MinValue, ModuleState.Shape(parameter)) : null;
            return () =>
            {
                state.momentum_buffer?.Dispose();
                state.momentum_buffer = null;
                if (values is not null)
                {
                    state.momentum_buffer = zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();
                    values.CopyTo(TensorMemory.Floats(state.momentum_buffer, Buffer));
                }
            };
        }
    }

    /// <summary>The moments of Adam, and its count of steps.</summary>
    private sealed class Moments(string name, Parameter parameter, Adam.State state) : OptimizerTensors(name)
    {
        private const string First = "exp_avg";
        private const string Second = "exp_avg_sq";
        private const string Step = "step";

        public override void Save(SafetensorsWriter writer)
        {
            Add(writer, First, state.exp_avg);
            Add(writer, Second, state.exp_avg_sq);
            writer.Add(Key(Step), SafetensorsType.I64, MemoryMarshal.AsBytes([state.step]));
        }

        public override Action Read(CheckpointFile file)
        {
            var shape = ModuleState.Shape(parameter);
            var first = file.Floats(Key(First), float.MinValue, shape);
            var second = file.Floats(Key(Second), 0, shape);
            var step = file.Integers(Key(Step), 0, Checkpoint.MaximumStep)[0];
            return () =>
            {
                first.CopyTo(TensorMemory.Floats(state.exp_avg, First));
                second.CopyTo(TensorMemory.Floats(state.exp_avg_sq, Second));
                state.step = step;
            };
        }
    }
}
