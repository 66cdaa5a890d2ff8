using ILGPU.Runtime;
using SsnGen.Inference;

namespace SsnGen.Gpu.Networks;

/// <summary>The kernels of a network's normalizations: layers of one specialization share them, and the memory of their moments.</summary>
internal sealed class NormalizationKernels(Accelerator accelerator, NetworkMemory memory) : IDisposable
{
    private readonly Dictionary<GpuSsnKernel<float>, GpuSsnLayer<float>> _layers = [];

    /// <summary>Prepares one layer; running moments and ratios are those of evaluation.</summary>
    public GpuNormalization Prepare(GpuSsnKernel<float> kernel, CollapsedNormalization normalization)
    {
        var parameters = new GpuSsnParameters
        {
            Gamma = memory.Upload(normalization.Gamma),
            Beta = memory.Upload(normalization.Beta),
            MeanRatios = memory.Upload(normalization.MeanRatios),
            VarianceRatios = memory.Upload(normalization.VarianceRatios),
            RunningMean = memory.Upload(normalization.RunningMean),
            RunningVariance = memory.Upload(normalization.RunningVariance),
        };
        if (!_layers.TryGetValue(kernel, out var layer))
        {
            layer = new GpuSsnLayer<float>(accelerator, kernel);
            _layers.Add(kernel, layer);
        }

        var described = normalization.Normalization;
        var selection = described.Selection ?? (described.Normalizers is [var only] ? new Selection(only, only) : null);
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
