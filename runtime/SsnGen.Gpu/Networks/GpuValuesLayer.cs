using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu.Networks;

/// <summary>A layer, or the end of one, that computes values from values.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GpuValuesLayer
{
    private readonly GpuKernelGrid _grid;
    private readonly int _items;
    private readonly ArrayView<float> _parameters;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int> _kernel;

    internal GpuValuesLayer(Accelerator accelerator, GpuValuesKernel kernel, ArrayView<float> parameters)
    {
        _grid = new GpuKernelGrid(accelerator);
        _items = kernel.Items;
        _parameters = parameters;
        _kernel = accelerator.LoadKernel(kernel.Kernel);
    }

    /// <summary>Queues it.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="x">What it reads, [N, C, H, W].</param>
    /// <param name="residual">What is added before the activation, [N, C, H, W] of the output; empty where nothing is.</param>
    /// <param name="y">Receives the values, [N, C, H, W]; may be x where each value is computed from its own place.</param>
    /// <param name="samples">N.</param>
    public void Run(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y, int samples) =>
        Run(stream, x, _parameters, residual, y, samples);

    /// <summary>Queues a product.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="x">What it reads, [N, C, H, W].</param>
    /// <param name="factor">What it is multiplied by, [N, C, H, W] or [N, C].</param>
    /// <param name="residual">What is added before the activation, [N, C, H, W] of the output; empty where nothing is.</param>
    /// <param name="y">Receives the values, [N, C, H, W]; may be x, not the factor.</param>
    /// <param name="samples">N.</param>
    public void Run(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> factor, ArrayView<float> residual, ArrayView<float> y, int samples) =>
        _kernel(stream, _grid.PerThread((long)_items * samples), x, factor, residual, y, samples);
}
