using ILGPU;
using ILGPU.Runtime;
using SsnGen;
using SsnGen.Gpu;
using SsnGen.Training;

namespace GpuNorm;

/// <summary>Trains the layer on a device: all tensors stay there, and the host waits for nothing but what it prints.</summary>
internal sealed class Training : IDisposable
{
    private readonly Accelerator _device;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _input;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _target;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _output;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _upstream;
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _inputGradient;
    private readonly Action<AcceleratorStream, Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>> _lossGradient;

    public Training(Accelerator device, Imitation task)
    {
        _device = device;
        _input = device.Allocate1D(task.Input);
        _target = device.Allocate1D(task.Target);
        _output = device.Allocate1D<float>(task.Input.Length);
        _upstream = device.Allocate1D<float>(task.Input.Length);
        _inputGradient = device.Allocate1D<float>(task.Input.Length);
        _lossGradient = device.LoadAutoGroupedKernel<Index1D, ArrayView<float>, ArrayView<float>, ArrayView<float>>(LossGradient);
        Norm = new GpuSsnNorm<float>(device, NormNet.GpuKernels.Norm, NormNet.Layers[0]);
    }

    /// <summary>The layer.</summary>
    public GpuSsnNorm<float> Norm { get; }

    /// <summary>The output of the last step.</summary>
    public float[] Output => _output.GetAsArray1D();

    /// <summary>∂L/∂y of the last step.</summary>
    public float[] Upstream => _upstream.GetAsArray1D();

    /// <summary>∂L/∂x of the last step.</summary>
    public float[] InputGradient => _inputGradient.GetAsArray1D();

    /// <summary>Takes all steps; the radius of SparsestMax grows meanwhile, until it selects.</summary>
    /// <param name="steps">How many.</param>
    /// <param name="learningRate">The learning rate.</param>
    public void Run(int steps, float learningRate)
    {
        var schedule = new RadiusSchedule(steps);
        for (var step = 0; step < steps; step++)
        {
            Norm.Radius = schedule.At(step);
            Pass();
            Norm.Step(_device.DefaultStream, learningRate);
        }
    }

    /// <summary>A forward and a backward pass, without a step.</summary>
    public void Pass()
    {
        var stream = _device.DefaultStream;
        Norm.Forward(stream, _input.View, default, _output.View);
        _lossGradient(stream, (int)_output.Length, _output.View, _target.View, _upstream.View);
        Norm.Backward(stream, _input.View, default, _upstream.View, _inputGradient.View, default);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Norm.Dispose();
        _input.Dispose();
        _target.Dispose();
        _output.Dispose();
        _upstream.Dispose();
        _inputGradient.Dispose();
    }

    /// <summary>The gradient of the loss, half the squared error of a channel on average: y less its target, over what one channel has.</summary>
    private static void LossGradient(Index1D i, ArrayView<float> output, ArrayView<float> target, ArrayView<float> gradient) =>
        gradient[i] = (output[i] - target[i]) / Imitation.ChannelValues;
}
