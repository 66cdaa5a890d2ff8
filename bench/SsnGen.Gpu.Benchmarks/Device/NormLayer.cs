using ILGPU;
using ILGPU.Runtime;
using SsnGen.Training;

namespace SsnGen.Gpu.Benchmarks.Device;

/// <summary>One layer on a device with its parameters and gradients, over tensors that others may share.</summary>
/// <typeparam name="T">What tensors are stored as.</typeparam>
internal sealed class NormLayer<T> : IDisposable
    where T : unmanaged
{
    private readonly List<IDisposable> _buffers = [];
    private readonly Accelerator _device;
    private readonly GpuSsnLayer<T> _layer;
    private readonly NormTensors<T> _tensors;
    private readonly ArrayView<T> _saved;

    public NormLayer(Accelerator device, GpuSsnKernel<T> kernel, NormTensors<T> tensors, NormParameters parameters, Selection? selection)
    {
        _device = device;
        _tensors = tensors;
        _layer = new GpuSsnLayer<T>(device, kernel) { Selection = selection };
        _saved = kernel.Description.BackwardInput switch
        {
            BackwardInput.Output => tensors.Y,
            BackwardInput.Residual => tensors.Residual,
            _ => default,
        };
        Parameters = new GpuSsnParameters
        {
            Gamma = Of(parameters.Gamma),
            Beta = Of(parameters.Beta),
            MeanRatios = Of(parameters.MeanRatios),
            VarianceRatios = Of(parameters.VarianceRatios),
            RunningMean = Of(parameters.RunningMean),
            RunningVariance = Of(parameters.RunningVariance),
            Momentum = NormParameters.Momentum,
        };

        // Ratios that are selected have no gradients.
        var ratios = selection is null ? kernel.Description.Normalizers.Length : 0;
        Gradients = new GpuSsnGradients
        {
            Gamma = Of(new float[parameters.Gamma.Length]),
            Beta = Of(new float[parameters.Beta.Length]),
            MeanRatios = Of(new double[ratios]),
            VarianceRatios = Of(new double[ratios]),
        };
        device.Synchronize();
    }

    public GpuSsnParameters Parameters { get; }

    public GpuSsnGradients Gradients { get; }

    /// <summary>Queues the forward pass of training.</summary>
    public void Forward() => _layer.Forward(_device.DefaultStream, _tensors.X, _tensors.Residual, _tensors.Y, Parameters);

    /// <summary>Queues the forward pass of evaluation.</summary>
    public void Evaluate() => _layer.Evaluate(_device.DefaultStream, _tensors.X, _tensors.Residual, _tensors.Y, Parameters);

    /// <summary>Queues the backward pass of the last forward pass.</summary>
    public void Backward() => _layer.Backward(
        _device.DefaultStream, _tensors.X, _saved, _tensors.Upstream, _tensors.Dx, _tensors.Dresidual, Parameters, Gradients);

    public void Dispose()
    {
        _layer.Dispose();
        _buffers.ForEach(static b => b.Dispose());
    }

    private ArrayView<TValue> Of<TValue>(TValue[] values)
        where TValue : unmanaged
    {
        if (values.Length == 0)
        {
            return default;
        }

        var buffer = _device.Allocate1D(values);
        _buffers.Add(buffer);
        return buffer.View.AsContiguous();
    }
}
