using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>What a forward pass knows of its input, in the device's memory; what a kernel does not use may hold anything.</summary>
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

    /// <summary>μ_hi = (float)μ, a = γ r, b = β − a (μ − μ_hi) and r = 1/√(σ² + ε) of each slab, [N, C].</summary>
    public ArrayView<Float4> Coefficients;

    /// <summary>μ − μ_hi, what the float has rounded away, [N, C].</summary>
    public ArrayView<float> Low;
}
