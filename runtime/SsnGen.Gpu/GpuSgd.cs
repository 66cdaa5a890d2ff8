using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;

namespace SsnGen.Gpu;

/// <summary>Steps of stochastic gradient descent with momentum (PyTorch's: v ← momentum·v + g, w ← w − rate·v) on one device.</summary>
internal sealed class GpuSgd(Accelerator accelerator)
{
    /// <summary>The learning rate of control parameters, as a share of the base rate.</summary>
    private const float ControlRate = 0.1f;

    private readonly GpuKernelGrid _grid = new(accelerator);
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, float, float> _step =
        accelerator.LoadKernel<ArrayView<float>, ArrayView<float>, ArrayView<float>, float, float>(GpuSteps.Step);

    private readonly Action<AcceleratorStream, KernelConfig, GpuSsnGates, GpuSsnGradients, ArrayView<float>, ArrayView<float>, float, float> _stepControl =
        accelerator.LoadKernel<GpuSsnGates, GpuSsnGradients, ArrayView<float>, ArrayView<float>, float, float>(GpuSteps.StepControl);

    public void Step(AcceleratorStream stream, ArrayView<float> values, ArrayView<float> gradient, ArrayView<float> velocity, float rate, float momentum) =>
        _step(stream, _grid.PerThread(values.Length), values, gradient, velocity, rate, momentum);

    public void StepControl(
        AcceleratorStream stream, in GpuSsnGates gates, in GpuSsnGradients gradients, ArrayView<float> means, ArrayView<float> variances, float rate, float momentum) =>
        _stepControl(stream, new KernelConfig(1, 1), gates, gradients, means, variances, rate * ControlRate, momentum);
}
