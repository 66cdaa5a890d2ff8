using System.ComponentModel;
using ILGPU;
using SsnGen.Gpu.Kernels;
using SsnGen.Training;

namespace SsnGen.Gpu;

/// <summary>
/// Sparse Switchable Normalization of one shape on a graphics processor: the steps of <see cref="SsnKernel"/> as ILGPU
/// kernels. The generator emits one subclass per specialization; <see cref="GpuSsnLayer{T}"/> launches them.
/// </summary>
/// <remarks>
/// <para>A slab is worked on by one warp where eight vectors per thread hold it, otherwise by one group. Vectors are four
/// values where the slab size is a multiple of 4; tensors must then start on the size of a vector.</para>
/// <para>Arithmetic is float32, whatever tensors are stored as. Sums of a thread are float32, sums over threads and
/// everything about moments double. All sums run in one order: results are the same bit for bit from run to run on one
/// device.</para>
/// </remarks>
/// <typeparam name="T">What tensors are stored as: <see cref="float"/> or <see cref="ILGPU.Half"/>.</typeparam>
public abstract class GpuSsnKernel<T>
    where T : unmanaged
{
    /// <summary>Describes a specialization.</summary>
    /// <param name="description">The same specialization on the CPU.</param>
    /// <param name="vectorWidth">Values that are read at once: 1 or 4.</param>
    protected GpuSsnKernel(SsnKernel description, int vectorWidth)
    {
        ArgumentNullException.ThrowIfNull(description);
        Description = description;
        VectorWidth = vectorWidth;
    }

    /// <summary>The same specialization on the CPU: channels, slab size, normalizers, activation.</summary>
    public SsnKernel Description { get; }

    /// <summary>Values that are read at once: 1 or 4.</summary>
    public int VectorWidth { get; }

    /// <summary>How threads share a slab in passes that read x.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract GpuThreads SlabThreads { get; }

    /// <summary>How threads share a slab in passes that read x and the upstream gradient.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract GpuThreads GradientThreads { get; }

    /// <summary>How threads share a sample that is read once, or null where it is too large or the layer normalizer not in Ω.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual GpuThreads? SampleThreads => null;

    /// <summary>How threads share a group of channels that is read once, or null where it is too large or the group normalizer not in Ω.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual GpuThreads? GroupThreads => null;

    /// <summary>x, moments, parameters, gates, N·C, whether in training: μ_in and v_in; the first group of threads evaluates the gates.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract Action<ArrayView<T>, GpuMoments, GpuSsnParameters, GpuSsnGates, int, int> SlabMomentsKernel { get; }

    /// <summary>Moments, parameters, N, whether in evaluation: the moments of samples, groups and the batch, in evaluation the running ones; null where Ω has none of them.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual Action<GpuMoments, GpuSsnParameters, int, int>? PoolMomentsKernel => null;

    /// <summary>x, residual, y, moments, parameters, N·C: coefficients and output, from moments that are known; where Ω has batch, a first group of threads besides moves the running moments that are given.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract Action<ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuSsnParameters, int> NormalizeKernel { get; }

    /// <summary>The same in one pass over x, where the moments in use are those of slabs and running ones; null where Ω has no instance.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual Action<ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuSsnParameters, int>? NormalizeSlabsKernel => null;

    /// <summary>The same in one pass over x, where the layer normalizer is selected; for N samples.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual Action<ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuSsnParameters, int>? NormalizeSamplesKernel => null;

    /// <summary>The same in one pass over x, where the group normalizer is selected; for N·G groups.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual Action<ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuSsnParameters, int>? NormalizeGroupsKernel => null;

    /// <summary>x, saved, upstream, moments, sums, N·C: G0 and r h of each slab.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract Action<ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuGradientSums, int> SlabGradientsKernel { get; }

    /// <summary>Moments, parameters, sums, gradients, N: ∂γ and ∂β, and the sums over samples, groups and the batch.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract Action<GpuMoments, GpuSsnParameters, GpuGradientSums, GpuSsnGradients, int> PoolGradientsKernel { get; }

    /// <summary>
    /// x, saved, upstream, dx, dresidual, moments, parameters, sums, gates, gradients, N, whether batch moments are constants:
    /// the gradients of the tensors; the first group of threads computes those of ratios and control parameters.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract Action<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuSsnParameters,
        GpuGradientSums, GpuSsnGates, GpuSsnGradients, int, int> DifferentiateKernel
    { get; }

    /// <summary>
    /// x, saved, upstream, dx, dresidual, moments, parameters, sums, N·C: all of it in one pass, where gradients flow through slab
    /// moments alone, or none; null where Ω has neither instance nor batch.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual Action<ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, ArrayView<T>, GpuMoments, GpuSsnParameters,
        GpuGradientSums, int>? DifferentiateSlabsKernel => null;
}
