using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;
using SsnGen.Training;

namespace SsnGen.Gpu;

/// <summary>The device memory of one layer's moments, coefficients and sums; grows with the batch.</summary>
internal sealed class GpuWorkspace(Accelerator accelerator, SsnKernel kernel) : IDisposable
{
    private MemoryBuffer1D<double, Stride1D.Dense>? _doubles;
    private MemoryBuffer1D<Float4, Stride1D.Dense>? _coefficients;
    private MemoryBuffer1D<float, Stride1D.Dense>? _low;
    private int _samples;
    private bool _disposed;
    private long _taken;

    /// <summary>What the forward pass knows of its input.</summary>
    public GpuMoments Moments { get; private set; }

    /// <summary>The sums of the backward pass.</summary>
    public GpuGradientSums Sums { get; private set; }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, typeof(GpuSsnLayer<>));

    /// <summary>Makes room for a batch.</summary>
    public void EnsureCapacity(int samples)
    {
        if (samples <= _samples)
        {
            return;
        }

        // Launches that still use the old memory come first.
        accelerator.Synchronize();
        Free();
        var (channels, slabs, groups) = (kernel.Channels, (long)samples * kernel.Channels, (long)samples * kernel.Groups);
        _doubles = accelerator.Allocate1D<double>((4 * (slabs + groups + channels)) + (6 * (long)samples));
        _coefficients = accelerator.Allocate1D<Float4>(slabs);
        _low = accelerator.Allocate1D<float>(slabs);
        _taken = 0;
        Moments = TakeMoments(slabs, samples, groups, channels);
        Sums = TakeSums(slabs, samples, groups, channels);
        _samples = samples;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        _disposed = true;
    }

    private void Free()
    {
        _doubles?.Dispose();
        _coefficients?.Dispose();
        _low?.Dispose();
        (_doubles, _coefficients, _low, _samples) = (null, null, null, 0);
    }

    private GpuMoments TakeMoments(long slabs, long samples, long groups, long channels) => new()
    {
        SlabMean = Take(slabs),
        SlabVariance = Take(slabs),
        LayerMean = Take(samples),
        LayerVariance = Take(samples),
        GroupMean = Take(groups),
        GroupVariance = Take(groups),
        BatchMean = Take(channels),
        BatchVariance = Take(channels),
        Coefficients = _coefficients!.View,
        Low = _low!.View,
    };

    private GpuGradientSums TakeSums(long slabs, long samples, long groups, long channels) => new()
    {
        Sum = Take(slabs),
        Dot = Take(slabs),
        LayerMean = Take(samples),
        LayerVariance = Take(samples),
        GroupMean = Take(groups),
        GroupVariance = Take(groups),
        BatchMean = Take(channels),
        BatchVariance = Take(channels),
        InstanceMeanProduct = Take(samples),
        InstanceVarianceProduct = Take(samples),
    };

    private ArrayView<double> Take(long length)
    {
        _taken += length;
        return _doubles!.View.AsContiguous().SubView(_taken - length, length);
    }
}
