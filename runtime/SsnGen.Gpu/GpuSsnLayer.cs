using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;

namespace SsnGen.Gpu;

/// <summary>
/// One SSN layer on a device: its kernels, compiled for it, and the memory of its moments. Launches are queued on the
/// caller's stream and nothing waits for them. It may be used by one stream at a time.
/// </summary>
public sealed class GpuSsnLayer : IDisposable
{
    private const int PreferredGroup = 256;
    private const int GroupsPerMultiprocessor = 32;

    private readonly Accelerator _accelerator;
    private readonly GpuSsnKernel _kernel;
    private readonly GpuWorkspace _workspace;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, GpuMoments, int> _slabMoments;
    private readonly Action<AcceleratorStream, KernelConfig, GpuMoments, int>? _sampleMoments;
    private readonly Action<AcceleratorStream, KernelConfig, GpuMoments, GpuSsnParameters, int, int>? _batchMoments;
    private readonly Action<AcceleratorStream, KernelConfig, GpuMoments, GpuSsnParameters, ArrayView<Float4>, int> _coefficients;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<Float4>, int> _normalize;

    /// <summary>Compiles the kernels for a device.</summary>
    /// <param name="accelerator">The device; the layer must be disposed before it.</param>
    /// <param name="kernel">The emitted kernels.</param>
    public GpuSsnLayer(Accelerator accelerator, GpuSsnKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(kernel);
        _accelerator = accelerator;
        _kernel = kernel;
        _workspace = new GpuWorkspace(accelerator, kernel.Description);
        _slabMoments = accelerator.LoadKernel(kernel.SlabMomentsKernel);
        _sampleMoments = kernel.SampleMomentsKernel is { } samples ? accelerator.LoadKernel(samples) : null;
        _batchMoments = kernel.BatchMomentsKernel is { } batch ? accelerator.LoadKernel(batch) : null;
        _coefficients = accelerator.LoadKernel(kernel.CoefficientsKernel);
        _normalize = accelerator.LoadKernel(kernel.NormalizeKernel);
    }

    private int GroupSize => Math.Max(1, Math.Min(PreferredGroup, _accelerator.MaxNumThreadsPerGroup) / _accelerator.WarpSize) * _accelerator.WarpSize;

    /// <summary>The forward pass of training: moments of this batch, which also move the running moments.</summary>
    /// <param name="stream">The stream to queue on.</param>
    /// <param name="x">x, [N, C, S].</param>
    /// <param name="residual">The residual, [N, C, S]; empty for a kernel without one.</param>
    /// <param name="y">Where y is written, [N, C, S]; may be x or the residual, from its start.</param>
    /// <param name="parameters">Affine parameters, ratios and running moments, on the device.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a tensor does not start on 16 bytes.</exception>
    public void Forward(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y, in GpuSsnParameters parameters) =>
        Run(stream, x, residual, y, parameters, evaluation: false);

    /// <summary>The forward pass of evaluation: running moments in place of those of the batch, which are left as they are.</summary>
    /// <inheritdoc cref="Forward" path="/param"/>
    /// <inheritdoc cref="Forward" path="/exception"/>
    public void Evaluate(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y, in GpuSsnParameters parameters) =>
        Run(stream, x, residual, y, parameters, evaluation: true);

    /// <inheritdoc/>
    public void Dispose() => _workspace.Dispose();

    private void Run(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y, in GpuSsnParameters parameters, bool evaluation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var samples = GpuChecks.CountSamples(_kernel, x);
        GpuChecks.Tensor(_kernel, x, x.Length, nameof(x));
        GpuChecks.Tensor(_kernel, residual, _kernel.Description.HasResidual ? x.Length : 0, nameof(residual));
        GpuChecks.Tensor(_kernel, y, x.Length, nameof(y));
        GpuChecks.Parameters(_kernel, parameters);
        if (samples == 0)
        {
            return;
        }

        _workspace.EnsureCapacity(samples);
        var slabs = samples * _kernel.Description.Channels;
        var moments = _workspace.Moments;
        _slabMoments(stream, PerSlab(slabs), x, moments, slabs);
        _sampleMoments?.Invoke(stream, PerWarp(samples * _kernel.Description.Groups), moments, samples);
        _batchMoments?.Invoke(stream, PerThread(_kernel.Description.Channels), moments, parameters, samples, evaluation ? 1 : 0);
        _coefficients(stream, PerThread(slabs), moments, parameters, _workspace.Coefficients, slabs);
        _normalize(stream, PerSlab(slabs), x, residual, y, _workspace.Coefficients, slabs);
    }

    private KernelConfig PerSlab(int slabs) => _kernel.IsGroupPerSlab ? Config(slabs) : PerWarp(slabs);

    private KernelConfig PerWarp(int items) => PerThread(items, _accelerator.WarpSize);

    private KernelConfig PerThread(int items, int threads = 1) => Config((int)((((long)items * threads) + GroupSize - 1) / GroupSize));

    // Kernels stride over the grid, so that no number of items is too large for it.
    private KernelConfig Config(int groups) => new(Math.Clamp(groups, 1, _accelerator.NumMultiprocessors * GroupsPerMultiprocessor), GroupSize);
}
