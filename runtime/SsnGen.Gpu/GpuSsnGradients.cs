using System.Diagnostics.CodeAnalysis;
using ILGPU;

namespace SsnGen.Gpu;

/// <summary>Where the backward pass of one SSN layer writes the gradients of its parameters, on the device. Everything is overwritten, not added to.</summary>
[SuppressMessage("Design", "CA1051", Justification = "A parameter of kernels: fields that the device reads.")]
[SuppressMessage("Performance", "CA1815", Justification = "Compared by no one.")]
public struct GpuSsnGradients
{
    /// <summary>∂L/∂γ, [C].</summary>
    public ArrayView<float> Gamma;

    /// <summary>∂L/∂β, [C].</summary>
    public ArrayView<float> Beta;

    /// <summary>
    /// ∂L/∂p, [K]; with <see cref="VarianceRatios"/> empty where they are not wanted. Where control parameters are shared, the sum
    /// of both.
    /// </summary>
    public ArrayView<double> MeanRatios;

    /// <summary>∂L/∂q, [K].</summary>
    public ArrayView<double> VarianceRatios;

    /// <summary>The gradient of the control parameters of the means, [K]: zeros once they are frozen. Empty where the caller gives the ratios.</summary>
    public ArrayView<float> MeanControl;

    /// <summary>The gradient of the control parameters of the variances, [K]; empty where they are shared.</summary>
    public ArrayView<float> VarianceControl;
}
