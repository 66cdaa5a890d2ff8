using System.Diagnostics.CodeAnalysis;
using ILGPU;

namespace SsnGen.Gpu;

/// <summary>
/// Control parameters and what a forward pass does with them on the device: it evaluates the gates, writes the importance
/// ratios, and, in training, freezes those that have become one-hot. The default value says that the ratios are the caller's.
/// </summary>
/// <remarks>Nothing of it is read by the host in a step, so nothing waits. K is the number of the layer's normalizers.</remarks>
[SuppressMessage("Design", "CA1051", Justification = "A parameter of kernels: fields that the device reads.")]
[SuppressMessage("Performance", "CA1815", Justification = "Compared by no one.")]
public struct GpuSsnGates
{
    /// <summary>The control parameters of the means, [K]; empty where the caller gives the ratios.</summary>
    public ArrayView<float> MeanControl;

    /// <summary>The control parameters of the variances, [K]; empty where they share those of the means.</summary>
    public ArrayView<float> VarianceControl;

    /// <summary>
    /// The indices that the means and the variances have selected for good, [2]: −1 for a mixture, −2 where a control
    /// parameter is NaN or infinite (the ratios are then NaN). Starts at −1, or at the indices of a selection.
    /// </summary>
    public ArrayView<int> Selected;

    /// <summary>The radius of SparsestMax; finite, at least 0.</summary>
    public double Radius;

    /// <summary>The gate, a value of <see cref="SsnGen.Gate"/>.</summary>
    public int Gate;
}
