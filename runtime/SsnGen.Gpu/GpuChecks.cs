using ILGPU;
using ILGPU.Runtime;
using SsnGen.Training;

namespace SsnGen.Gpu;

/// <summary>What is asked of views before a kernel runs on them: a wrong one would end the process or corrupt memory.</summary>
internal static class GpuChecks
{
    /// <summary>Slabs of a pass: kernels count them, and with them samples, groups and channels, in 32 bits.</summary>
    private const int MostSlabs = 1 << 29;

    public static int CountSamples<T>(GpuSsnKernel<T> kernel, ArrayView<T> x)
        where T : unmanaged
    {
        var (channels, slab) = (kernel.Description.Channels, kernel.Description.SlabSize);
        var length = (long)channels * slab;
        var (samples, rest) = Math.DivRem(x.Length, length);
        if (rest != 0)
        {
            throw new ArgumentException(
                $"x has {x.Length} values, which is no whole number of samples of {length} ({channels} channels of {slab}).", nameof(x));
        }

        return samples * channels <= MostSlabs
            ? (int)samples
            : throw new ArgumentException($"x has {samples} samples of {channels} channels; a pass takes {MostSlabs} slabs at most.", nameof(x));
    }

    public static void Tensor<T>(GpuSsnKernel<T> kernel, ArrayView<T> view, long expected, string name)
        where T : unmanaged
    {
        if (view.Length != expected)
        {
            throw new ArgumentException($"{name} has {view.Length} values; expected {expected}.", name);
        }

        var alignment = kernel.VectorWidth * ArrayView<T>.ElementSize;
        if (view.Length > 0 && Address(view) % alignment != 0)
        {
            throw new ArgumentException(
                $"{name} does not start on {alignment} bytes: it is read {kernel.VectorWidth} values at a time. Move the view, or copy it.", name);
        }
    }

    public static void Stream(AcceleratorStream stream, Accelerator accelerator)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.Accelerator != accelerator)
        {
            throw new ArgumentException($"The stream is of {stream.Accelerator.Name}, the layer on {accelerator.Name}.", nameof(stream));
        }
    }

    /// <summary>Refuses memory that is written and read at different places: one may be the other, from its start, or apart.</summary>
    public static void Overlap<T>(ArrayView<T> written, ArrayView<T> read, string writtenName, string readName)
        where T : unmanaged
    {
        if (Overlaps(written, read) && Address(written) != Address(read))
        {
            throw new ArgumentException($"{writtenName} overlaps {readName} in part: it may be {readName} itself, or lie apart from it.", writtenName);
        }
    }

    /// <summary>Refuses memory that is written twice.</summary>
    public static void Apart<T>(ArrayView<T> first, ArrayView<T> second, string firstName, string secondName)
        where T : unmanaged
    {
        if (Overlaps(first, second))
        {
            throw new ArgumentException($"{firstName} and {secondName} share memory: each gradient needs its own.", firstName);
        }
    }

    public static bool Overlaps<T>(ArrayView<T> first, ArrayView<T> second)
        where T : unmanaged =>
        first.Length > 0 && second.Length > 0 && AreComparable(Buffer(first), Buffer(second))
        && Address(first) < Address(second) + second.LengthInBytes && Address(second) < Address(first) + first.LengthInBytes;

    public static MemoryBuffer Buffer<T>(ArrayView<T> view)
        where T : unmanaged => ((IContiguousArrayView)view).Buffer;

    /// <summary>Where a view starts; on OpenCL, where a buffer has a handle and no address, where in its buffer.</summary>
    public static long Address<T>(ArrayView<T> view)
        where T : unmanaged =>
        Buffer(view).AcceleratorType == AcceleratorType.OpenCL ? ((IContiguousArrayView)view).IndexInBytes : view.LoadEffectiveAddressAsPtr();

    public static void Parameters(SsnKernel kernel, in GpuSsnParameters parameters)
    {
        var (channels, normalizers) = (kernel.Channels, kernel.Normalizers);
        var running = normalizers.Contains(Normalizer.Batch) ? channels : 0;
        Vector(parameters.Gamma.Length, channels, "parameters.Gamma");
        Vector(parameters.Beta.Length, channels, "parameters.Beta");
        Vector(parameters.MeanRatios.Length, normalizers.Length, "parameters.MeanRatios");
        Vector(parameters.VarianceRatios.Length, normalizers.Length, "parameters.VarianceRatios");
        Vector(parameters.RunningMean.Length, running, "parameters.RunningMean");
        Vector(parameters.RunningVariance.Length, running, "parameters.RunningVariance");
        if (parameters.RefusedBatches.Length > 0)
        {
            Vector(parameters.RefusedBatches.Length, running > 0 ? 1 : 0, "parameters.RefusedBatches");
        }

        if (parameters.Momentum is not (>= 0 and <= 1))
        {
            throw new ArgumentException(
                $"parameters.Momentum is {parameters.Momentum}; the weight of the new value is from 0 to 1.", nameof(parameters));
        }
    }

    public static void Gates(SsnKernel kernel, in GpuSsnGates gates)
    {
        if (gates.MeanControl.Length == 0 && gates.VarianceControl.Length == 0)
        {
            return;
        }

        var count = kernel.Normalizers.Length;
        Vector(gates.MeanControl.Length, count, "gates.MeanControl");
        if (gates.VarianceControl.Length != 0)
        {
            Vector(gates.VarianceControl.Length, count, "gates.VarianceControl");
        }

        Vector(gates.Selected.Length, 2, "gates.Selected");
        if (!double.IsFinite(gates.Radius) || gates.Radius < 0)
        {
            throw new ArgumentException($"gates.Radius is {gates.Radius}; the radius is a finite number, at least 0.", nameof(gates));
        }
    }

    public static void Gradients(SsnKernel kernel, in GpuSsnGates gates, in GpuSsnGradients gradients, bool ratios)
    {
        Vector(gradients.Gamma.Length, kernel.Channels, "gradients.Gamma");
        Vector(gradients.Beta.Length, kernel.Channels, "gradients.Beta");
        Vector(gradients.MeanControl.Length, gates.MeanControl.Length, "gradients.MeanControl");
        Vector(gradients.VarianceControl.Length, gates.VarianceControl.Length, "gradients.VarianceControl");
        if (gradients.MeanRatios.Length == 0 && gradients.VarianceRatios.Length == 0 && gates.MeanControl.Length == 0)
        {
            return;
        }

        if (!ratios)
        {
            throw new ArgumentException("The forward pass ran under a selection, so its ratios have no gradients: leave gradients.MeanRatios and gradients.VarianceRatios empty.", nameof(gradients));
        }

        Vector(gradients.MeanRatios.Length, kernel.Normalizers.Length, "gradients.MeanRatios");
        Vector(gradients.VarianceRatios.Length, kernel.Normalizers.Length, "gradients.VarianceRatios");
    }

    private static bool AreComparable(MemoryBuffer first, MemoryBuffer second) =>
        first == second || first.AcceleratorType != AcceleratorType.OpenCL;

    private static void Vector(long length, long expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"{name} has {length} values; expected {expected}.", name[..name.IndexOf('.', StringComparison.Ordinal)]);
        }
    }
}
