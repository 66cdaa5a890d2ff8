using ILGPU.Runtime;
using SsnGen.Inference;
using SsnGen.Networks;

namespace SsnGen.Gpu.Networks;

/// <summary>The kernels of a network's normalizations: layers of one specialization share them, and the memory of their moments.</summary>
internal sealed class NormalizationKernels(Accelerator accelerator, NetworkMemory memory) : IDisposable
{
    private readonly Dictionary<GpuSsnKernel<float>, GpuSsnLayer<float>> _layers = [];

    /// <summary>Prepares one layer; running moments and ratios are those of evaluation.</summary>
    public GpuNormalization Prepare(GpuSsnKernel<float> kernel, NormalizationPacking packing, NetworkWeights weights)
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
            layer = new GpuSsnLayer<float>(accelerator, kernel);
            _layers.Add(kernel, layer);
        }

        var selection = packing.Selection ?? (packing.Normalizers is [var only] ? new Selection(only, only) : null);
        return new GpuNormalization(layer, parameters, selection);
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
