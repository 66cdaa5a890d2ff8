using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu.Networks;

/// <summary>The normalization of a layer by moments of the batch at hand, with residual and activation: its parameters, on a device.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GpuNormalization
{
    private readonly GpuSsnLayer<float> _layer;
    private readonly GpuSsnParameters _parameters;
    private readonly Selection? _selection;

    /// <param name="layer">The kernels and the memory of moments, which layers of one specialization share.</param>
    /// <param name="parameters">The layer's parameters on the device.</param>
    /// <param name="selection">What training chose for this layer; null for a mixture.</param>
    internal GpuNormalization(GpuSsnLayer<float> layer, GpuSsnParameters parameters, Selection? selection)
    {
        _layer = layer;
        _parameters = parameters;
        _selection = selection;
    }

    /// <summary>Queues it.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="x">What is normalized, [N, C, H, W].</param>
    /// <param name="residual">What is added before the activation, [N, C, H, W]; empty where nothing is.</param>
    /// <param name="y">Receives the output, [N, C, H, W]; may be x.</param>
    public void Run(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y)
    {
        _layer.Selection = _selection;
        _layer.Evaluate(stream, x, residual, y, _parameters);
    }
}
