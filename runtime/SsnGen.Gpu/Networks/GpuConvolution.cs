using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu.Networks;

/// <summary>A convolution or linear layer on a device, with its weights.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GpuConvolution
{
    private protected GpuConvolution()
    {
    }

    /// <summary>Queues the layer.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="x">Its input, [N, C, H, W].</param>
    /// <param name="residual">What is added before the activation, [N, C, H, W] of the output; empty where nothing is.</param>
    /// <param name="y">Receives its output, [N, C, H, W]; not its input.</param>
    /// <param name="samples">N.</param>
    public abstract void Run(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y, int samples);
}
