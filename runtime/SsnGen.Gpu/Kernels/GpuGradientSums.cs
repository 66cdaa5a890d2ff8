using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>The sums of a backward pass in the device's memory; what a kernel does not use may hold anything.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1051", Justification = "A parameter of kernels: fields that the device reads.")]
[SuppressMessage("Performance", "CA1815", Justification = "Compared by no one.")]
public struct GpuGradientSums
{
    /// <summary>G0 = Σ_s g, [N, C].</summary>
    public ArrayView<double> Sum;

    /// <summary>r h = Σ_s g (x − μ) r, [N, C].</summary>
    public ArrayView<double> Dot;

    /// <summary>Σ_c ∂L/∂μ, [N].</summary>
    public ArrayView<double> LayerMean;

    /// <summary>Σ_c ∂L/∂σ², [N].</summary>
    public ArrayView<double> LayerVariance;

    /// <summary>Σ ∂L/∂μ over the channels of each group, [N, G].</summary>
    public ArrayView<double> GroupMean;

    /// <summary>Σ ∂L/∂σ² over the channels of each group, [N, G].</summary>
    public ArrayView<double> GroupVariance;

    /// <summary>Σ_n ∂L/∂μ, [C].</summary>
    public ArrayView<double> BatchMean;

    /// <summary>Σ_n ∂L/∂σ², [C].</summary>
    public ArrayView<double> BatchVariance;

    /// <summary>Σ_c ∂L/∂μ·μ_in, [N]: each sample's part of the gradient of p's instance ratio.</summary>
    public ArrayView<double> InstanceMeanProduct;

    /// <summary>Σ_c ∂L/∂σ²·v_in, [N]: each sample's part of the gradient of q's instance ratio.</summary>
    public ArrayView<double> InstanceVarianceProduct;
}
