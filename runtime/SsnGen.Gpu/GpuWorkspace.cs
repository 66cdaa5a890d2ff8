using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;
using SsnGen.Training;

namespace SsnGen.Gpu;

/// <summary>The device memory of one layer's moments and coefficients; grows with the batch.</summary>
internal sealed class GpuWorkspace(Accelerator accelerator, SsnKernel kernel) : IDisposable
{
    private MemoryBuffer1D<double, Stride1D.Dense>? _moments;
    private MemoryBuffer1D<Float4, Stride1D.Dense>? _coefficients;
    private int _samples;

    /// <summary>The moments.</summary>
    public GpuMoments Moments { get; private set; }

    /// <summary>μ_hi, a, b and r of each slab.</summary>
    public ArrayView<Float4> Coefficients => _coefficients!.View;

    /// <summary>Makes room for a batch.</summary>
    public void EnsureCapacity(int samples)
    {
        if (samples <= _samples)
        {
            return;
        }

        // Launches that still use the old memory come first.
        accelerator.Synchronize();
        Dispose();
        var (channels, slabs, groups) = (kernel.Channels, (long)samples * kernel.Channels, (long)samples * kernel.Groups);
        _moments = accelerator.Allocate1D<double>(2 * (slabs + samples + groups + channels));
        _coefficients = accelerator.Allocate1D<Float4>(slabs);
        var taken = 0L;
        Moments = new GpuMoments
        {
            SlabMean = Take(slabs),
            SlabVariance = Take(slabs),
            LayerMean = Take(samples),
            LayerVariance = Take(samples),
            GroupMean = Take(groups),
            GroupVariance = Take(groups),
            BatchMean = Take(channels),
            BatchVariance = Take(channels),
        };
        _samples = samples;

        ArrayView<double> Take(long length)
        {
            taken += length;
            return _moments.View.AsContiguous().SubView(taken - length, length);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _moments?.Dispose();
        _coefficients?.Dispose();
        (_moments, _coefficients, _samples) = (null, null, 0);
    }
}
