using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;
using SsnGen.Inference;
using SsnGen.Networks;

namespace SsnGen.Gpu.Networks;

/// <summary>The normalization of a layer by moments of the batch at hand, with residual and activation: its parameters, on a device.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GpuNormalization
{
    private readonly GpuSsnLayer _layer;
    private readonly GpuSsnParameters _parameters;

    internal GpuNormalization(GpuSsnLayer layer, GpuSsnParameters parameters)
    {
        _layer = layer;
        _parameters = parameters;
    }

    /// <summary>Queues it.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="x">What is normalized, [N, C, H, W].</param>
    /// <param name="residual">What is added before the activation, [N, C, H, W]; empty where nothing is.</param>
    /// <param name="y">Receives the output, [N, C, H, W]; may be x.</param>
    public void Run(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y) =>
        _layer.Evaluate(stream, x, residual, y, _parameters);
}

/// <summary>The kernels of a network's normalizations: layers of one specialization share them, and the memory of their moments.</summary>
internal sealed class NormalizationKernels(Accelerator accelerator, NetworkMemory memory) : IDisposable
{
    private readonly Dictionary<GpuSsnKernel, GpuSsnLayer> _layers = [];

    /// <summary>Prepares one layer; running moments and ratios are those of evaluation.</summary>
    public GpuNormalization Prepare(GpuSsnKernel kernel, NormalizationPacking packing, NetworkWeights weights)
    {
        var (mean, variance) = packing.Ratios(weights);
        var running = packing.Running(weights, mean, variance);
        var parameters = new GpuSsnParameters
        {
            Gamma = memory.Upload(packing.Affine(weights, "weight")),
            Beta = memory.Upload(packing.Affine(weights, "bias")),
            MeanRatios = memory.Upload(mean),
            VarianceRatios = memory.Upload(variance),
            RunningMean = memory.Upload(running.Mean),
            RunningVariance = memory.Upload(running.Variance),
        };
        if (!_layers.TryGetValue(kernel, out var layer))
        {
            layer = new GpuSsnLayer(accelerator, kernel);
            _layers.Add(kernel, layer);
        }

        return new GpuNormalization(layer, parameters);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in _layers.Values)
        {
            layer.Dispose();
        }

        _layers.Clear();
    }
}
