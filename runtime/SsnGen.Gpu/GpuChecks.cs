using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu;

/// <summary>What is asked of views before a kernel runs on them: a wrong one would end the process or corrupt memory.</summary>
internal static class GpuChecks
{
    private const int Alignment = 16;

    public static int CountSamples(GpuSsnKernel kernel, ArrayView<float> x)
    {
        var (channels, slab) = (kernel.Description.Channels, kernel.Description.SlabSize);
        var length = (long)channels * slab;
        var (samples, rest) = Math.DivRem(x.Length, length);
        if (rest != 0)
        {
            throw new ArgumentException(
                $"x has {x.Length} values, which is no whole number of samples of {length} ({channels} channels of {slab}).", nameof(x));
        }

        return samples * channels <= int.MaxValue
            ? (int)samples
            : throw new ArgumentException($"x has {samples} samples of {channels} channels; a pass takes {int.MaxValue} slabs at most.", nameof(x));
    }

    public static void Tensor(GpuSsnKernel kernel, ArrayView<float> view, long expected, string name)
    {
        if (view.Length != expected)
        {
            throw new ArgumentException($"{name} has {view.Length} values; expected {expected}.", name);
        }

        if (view.Length > 0 && kernel.VectorWidth > 1 && view.LoadEffectiveAddressAsPtr() % Alignment != 0)
        {
            throw new ArgumentException($"{name} does not start on {Alignment} bytes: it is read four floats at a time. Move the view, or copy it.", name);
        }
    }

    public static void Parameters(GpuSsnKernel kernel, in GpuSsnParameters parameters)
    {
        var (channels, normalizers) = (kernel.Description.Channels, kernel.Description.Normalizers);
        var running = normalizers.Contains(Normalizer.Batch) ? channels : 0;
        Vector(parameters.Gamma.Length, channels, "Gamma");
        Vector(parameters.Beta.Length, channels, "Beta");
        Vector(parameters.MeanRatios.Length, normalizers.Length, "MeanRatios");
        Vector(parameters.VarianceRatios.Length, normalizers.Length, "VarianceRatios");
        Vector(parameters.RunningMean.Length, running, "RunningMean");
        Vector(parameters.RunningVariance.Length, running, "RunningVariance");
        if (parameters.Momentum is not (>= 0 and <= 1))
        {
            throw new ArgumentException(
                $"parameters.Momentum is {parameters.Momentum}; the weight of the new value is from 0 to 1.", nameof(parameters));
        }
    }

    private static void Vector(long length, long expected, string name)
    {
        if (length != expected)
        {
            throw new ArgumentException($"parameters.{name} has {length} values; expected {expected}.");
        }
    }
}
