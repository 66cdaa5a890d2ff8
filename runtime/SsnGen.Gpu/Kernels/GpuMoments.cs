using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>The moments of one pass in the device's memory; those that a kernel does not use are empty.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1051", Justification = "A parameter of kernels: fields that the device reads.")]
[SuppressMessage("Performance", "CA1815", Justification = "Compared by no one.")]
public struct GpuMoments
{
    /// <summary>μ_in, [N, C].</summary>
    public ArrayView<double> SlabMean;

    /// <summary>v_in, [N, C].</summary>
    public ArrayView<double> SlabVariance;

    /// <summary>μ_ln, [N].</summary>
    public ArrayView<double> LayerMean;

    /// <summary>v_ln, [N].</summary>
    public ArrayView<double> LayerVariance;

    /// <summary>μ of each group, [N, G].</summary>
    public ArrayView<double> GroupMean;

    /// <summary>v of each group, [N, G].</summary>
    public ArrayView<double> GroupVariance;

    /// <summary>μ_bn, [C].</summary>
    public ArrayView<double> BatchMean;

    /// <summary>v_bn, [C].</summary>
    public ArrayView<double> BatchVariance;
}
