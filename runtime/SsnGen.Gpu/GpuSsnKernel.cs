using System.ComponentModel;
using ILGPU;
using SsnGen.Gpu.Kernels;
using SsnGen.Training;

namespace SsnGen.Gpu;

/// <summary>
/// Sparse Switchable Normalization of one shape on a graphics processor: the steps of <see cref="SsnKernel"/> as ILGPU
/// kernels. The generator emits one subclass per specialization; <see cref="GpuSsnLayer"/> launches them.
/// </summary>
/// <remarks>
/// <para>A slab is worked on by one warp where eight vectors per thread hold it, otherwise by one group. Vectors are four
/// floats where the slab size is a multiple of 4; tensors must then start on 16 bytes.</para>
/// <para>Sums of a thread are float32, sums over threads and everything about moments double. All sums run in one
/// order: results are the same bit for bit from run to run on one device.</para>
/// </remarks>
public abstract class GpuSsnKernel
{
    /// <summary>Describes a specialization.</summary>
    /// <param name="description">The same specialization on the CPU.</param>
    /// <param name="isGroupPerSlab">Whether a whole group works on a slab, instead of a warp.</param>
    /// <param name="vectorWidth">Floats that are read at once: 1 or 4.</param>
    protected GpuSsnKernel(SsnKernel description, bool isGroupPerSlab, int vectorWidth)
    {
        ArgumentNullException.ThrowIfNull(description);
        Description = description;
        IsGroupPerSlab = isGroupPerSlab;
        VectorWidth = vectorWidth;
    }

    /// <summary>The same specialization on the CPU: channels, slab size, normalizers, activation.</summary>
    public SsnKernel Description { get; }

    /// <summary>Whether a whole group works on a slab, instead of a warp.</summary>
    public bool IsGroupPerSlab { get; }

    /// <summary>Floats that are read at once: 1 or 4.</summary>
    public int VectorWidth { get; }

    /// <summary>x, moments, N·C: μ_in and v_in.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract Action<ArrayView<float>, GpuMoments, int> SlabMomentsKernel { get; }

    /// <summary>Moments, N: those of samples and groups; null where Ω has neither layer nor group.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual Action<GpuMoments, int>? SampleMomentsKernel => null;

    /// <summary>Moments, parameters, N, whether in evaluation: those of the batch, or the running ones; null where Ω has no batch.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal virtual Action<GpuMoments, GpuSsnParameters, int, int>? BatchMomentsKernel => null;

    /// <summary>Moments, parameters, coefficients, N·C: μ_hi, a, b and r of each slab.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract Action<GpuMoments, GpuSsnParameters, ArrayView<Float4>, int> CoefficientsKernel { get; }

    /// <summary>x, residual, y, coefficients, N·C: the output.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected internal abstract Action<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<Float4>, int> NormalizeKernel { get; }
}
