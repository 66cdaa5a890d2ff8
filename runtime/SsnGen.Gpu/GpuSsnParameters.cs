using System.Diagnostics.CodeAnalysis;
using ILGPU;

namespace SsnGen.Gpu;

/// <summary>What one SSN layer computes with besides its input, in the device's memory.</summary>
/// <remarks>Where <see cref="GpuSsnGates"/> has control parameters, forward passes write the ratios; otherwise they are the caller's.</remarks>
[SuppressMessage("Design", "CA1051", Justification = "A parameter of kernels: fields that the device reads.")]
[SuppressMessage("Performance", "CA1815", Justification = "Compared by no one.")]
public struct GpuSsnParameters
{
    /// <summary>γ, [C].</summary>
    public ArrayView<float> Gamma;

    /// <summary>β, [C].</summary>
    public ArrayView<float> Beta;

    /// <summary>The importance ratios p of the means, [K], in the order of the kernel's normalizers; exact zeros where a normalizer is off.</summary>
    public ArrayView<double> MeanRatios;

    /// <summary>The importance ratios q of the variances, [K].</summary>
    public ArrayView<double> VarianceRatios;

    /// <summary>
    /// The running mean of the batch normalizer, [C], moved by training; empty where batch is not in Ω. Where a moment of any
    /// channel would not stay finite, no channel's moments are moved.
    /// </summary>
    public ArrayView<float> RunningMean;

    /// <summary>
    /// The running variance of the batch normalizer, [C], moved as the running mean is; empty where batch is not in Ω.
    /// </summary>
    public ArrayView<float> RunningVariance;

    /// <summary>
    /// How many batches the running moments did not adopt, [1]: training adds 1 for each. Empty where nobody counts, or batch is
    /// not in Ω.
    /// </summary>
    public ArrayView<int> RefusedBatches;

    /// <summary>
    /// What is added to the variance of a batch, as a part of it, before the running one moves: 0 for that of the published layer,
    /// divided by n; 1/(n − 1) for PyTorch's, divided by n − 1.
    /// </summary>
    public double VarianceExcess;

    /// <summary>Weight of the new value in the running moments, from 0 to 1: PyTorch's convention.</summary>
    public float Momentum;
}
