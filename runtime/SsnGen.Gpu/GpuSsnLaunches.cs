using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;

namespace SsnGen.Gpu;

/// <summary>The launches of one layer's kernels: which of them a pass needs, and with how many threads.</summary>
internal sealed class GpuSsnLaunches<T>(Accelerator accelerator, GpuSsnKernel<T> kernel)
    where T : unmanaged
{
    private readonly GpuKernelGrid _grid = new(accelerator);
    private Action<AcceleratorStream, KernelConfig, ArrayView<T>, GpuMoments, GpuSsnParameters, GpuSsnGates, int, int>? _slabMoments;
    private Action<AcceleratorStream, KernelConfig, GpuMoments, GpuSsnParameters, int, int>? _poolMoments;
    private Action<AcceleratorStream, KernelConfig, ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuSsnParameters, int>? _normalize;
    private Action<AcceleratorStream, KernelConfig, ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuSsnParameters, int>? _normalizeSlabs;
    private Action<AcceleratorStream, KernelConfig, ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuSsnParameters, int>? _normalizeSamples;
    private Action<AcceleratorStream, KernelConfig, ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuSsnParameters, int>? _normalizeGroups;
    private Action<AcceleratorStream, KernelConfig, ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuGradientSums, int>? _slabGradients;
    private Action<AcceleratorStream, KernelConfig, GpuMoments, GpuSsnParameters, GpuGradientSums, GpuSsnGradients, int>? _poolGradients;
    private Action<AcceleratorStream, KernelConfig, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments,
        GpuSsnParameters, GpuGradientSums, GpuSsnGates, GpuSsnGradients, int, int>? _differentiate;
    private Action<AcceleratorStream, KernelConfig, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments,
        GpuSsnParameters, GpuGradientSums, int>? _differentiateSlabs;

    public void Forward(
        AcceleratorStream stream,
        ArrayView<T> x,
        ArrayView<T> residual,
        ArrayView<T> y,
        GpuWorkspace workspace,
        in GpuSsnParameters parameters,
        in GpuSsnGates gates,
        int samples,
        bool evaluation,
        Selection? selection)
    {
        var (description, moments) = (kernel.Description, workspace.Moments);
        var slabs = samples * description.Channels;
        if (IsSlabwise(selection, evaluation, forward: true))
        {
            _normalizeSlabs ??= accelerator.LoadKernel(kernel.NormalizeSlabsKernel!, Threads(kernel.SlabThreads));
            _normalizeSlabs(stream, _grid.Per(kernel.SlabThreads, slabs), x, residual, y, moments, parameters, slabs);
            return;
        }

        if (selection is { Mean: Normalizer.Layer, Variance: Normalizer.Layer } && kernel.SampleThreads is { } sample && FillsDevice(samples))
        {
            _normalizeSamples ??= accelerator.LoadKernel(kernel.NormalizeSamplesKernel!, Threads(sample));
            _normalizeSamples(stream, _grid.Per(sample, samples), x, residual, y, moments, parameters, samples);
            return;
        }

        var groups = samples * description.Groups;
        if (selection is { Mean: Normalizer.Group, Variance: Normalizer.Group } && kernel.GroupThreads is { } group && FillsDevice(groups))
        {
            _normalizeGroups ??= accelerator.LoadKernel(kernel.NormalizeGroupsKernel!, Threads(group));
            _normalizeGroups(stream, _grid.Per(group, groups), x, residual, y, moments, parameters, groups);
            return;
        }

        // Running moments alone need nothing of x.
        var measured = selection is { Mean: Normalizer.Batch, Variance: Normalizer.Batch } && evaluation ? 0 : samples;
        if (measured > 0)
        {
            _slabMoments ??= accelerator.LoadKernel(kernel.SlabMomentsKernel, Threads(kernel.SlabThreads));
            _slabMoments(stream, _grid.Per(kernel.SlabThreads, slabs, extra: 1), x, moments, parameters, gates, slabs, evaluation ? 0 : 1);
        }

        if (kernel.PoolMomentsKernel is { } pool)
        {
            _poolMoments ??= accelerator.LoadKernel(pool, new KernelSpecialization(_grid.WarpGroup, null));
            _poolMoments(stream, _grid.PerWarp(measured + ((long)measured * description.Groups) + description.Channels), moments, parameters, measured, evaluation ? 1 : 0);
        }

        _normalize ??= accelerator.LoadKernel(kernel.NormalizeKernel, Threads(kernel.SlabThreads));
        _normalize(
            stream, _grid.Per(kernel.SlabThreads, slabs, extra: HasBatch ? 1 : 0), x, residual, y, moments, evaluation ? Resting(parameters) : parameters, slabs);
    }

    public void Backward(
        AcceleratorStream stream,
        GpuBackwardTensors<T> tensors,
        GpuWorkspace workspace,
        in GpuSsnParameters parameters,
        in GpuSsnGradients gradients,
        in GpuSsnGates gates,
        int samples,
        bool evaluation,
        Selection? selection)
    {
        var (x, saved, upstream, dx, dresidual) = tensors;
        var (description, moments, sums) = (kernel.Description, workspace.Moments, workspace.Sums);
        var slabs = samples * description.Channels;
        var isSlabwise = IsSlabwise(selection, evaluation, forward: false);
        if (isSlabwise && samples > 0)
        {
            _differentiateSlabs ??= accelerator.LoadKernel(kernel.DifferentiateSlabsKernel!, Threads(kernel.GradientThreads));
            _differentiateSlabs(
                stream, _grid.Per(kernel.GradientThreads, slabs), x, saved, upstream, dx, dresidual, moments, parameters, sums, slabs);
        }
        else if (samples > 0)
        {
            _slabGradients ??= accelerator.LoadKernel(kernel.SlabGradientsKernel, Threads(kernel.GradientThreads));
            _slabGradients(stream, _grid.Per(kernel.GradientThreads, slabs), x, saved, upstream, moments, sums, slabs);
        }

        _poolGradients ??= accelerator.LoadKernel(kernel.PoolGradientsKernel, new KernelSpecialization(_grid.WarpGroup, null));
        _poolGradients(
            stream, _grid.PerWarp(samples + ((long)samples * description.Groups) + description.Channels), moments, parameters, sums, gradients, samples);
        if (!isSlabwise)
        {
            _differentiate ??= accelerator.LoadKernel(kernel.DifferentiateKernel, Threads(kernel.GradientThreads));
            _differentiate(
                stream, _grid.Per(kernel.GradientThreads, slabs, extra: 1), x, saved, upstream, dx, dresidual, moments, parameters, sums, gates, gradients, samples, evaluation ? 1 : 0);
        }
    }

    /// <summary>Whether a pass needs nothing but each slab itself, and running moments.</summary>
    private static bool IsSlabwise(Selection? selection, bool evaluation, bool forward)
    {
        // Running moments alone are known without a look at x: nothing has to be held for a second one.
        if (selection is null || (forward && selection is { Mean: Normalizer.Batch, Variance: Normalizer.Batch }))
        {
            return false;
        }

        return IsOfSlab(selection.Mean) && IsOfSlab(selection.Variance);

        bool IsOfSlab(Normalizer normalizer) => normalizer == Normalizer.Instance || (normalizer == Normalizer.Batch && evaluation);
    }

    private bool HasBatch => kernel.Description.Normalizers.Contains(Normalizer.Batch);

    /// <summary>Parameters whose running moments are out of reach: their values are among the moments by then.</summary>
    private static GpuSsnParameters Resting(GpuSsnParameters parameters)
    {
        (parameters.RunningMean, parameters.RunningVariance) = (default, default);
        return parameters;
    }

    // A group of threads for each item leaves a device idle that has room for more.
    private bool FillsDevice(int items) => items >= accelerator.NumMultiprocessors;

    private KernelSpecialization Threads(GpuThreads threads) => new(_grid.Group(threads), null);
}
