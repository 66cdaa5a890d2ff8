using ILGPU.Runtime;
using SsnGen.Gpu.Benchmarks.Models;
using Half = ILGPU.Half;

namespace SsnGen.Gpu.Benchmarks.Correctness;

/// <summary>What is checked of the kernels: mixtures, every selected pair, evaluation, large means, halves.</summary>
internal static class NormChecks
{
    private const float LargeMean = 1e4f;

    /// <summary>Values of the largest tensor that the reference computes.</summary>
    private const int MostValues = 2_500_000;

    /// <summary>The smallest check there is: whether the device runs a kernel at all.</summary>
    public static void Smoke(Accelerator device, CheckLog log) =>
        new NormCase<float>("smoke", VectorNorm.GpuKernels.Norm, 2, mean: 1, selection: null, evaluation: false).Check(device, log);

    public static void Run(Accelerator device, bool isSimulated, CheckLog log)
    {
        All(device, log, nameof(VectorNorm), VectorNorm.GpuKernels.Norm, samples: 3);
        All(device, log, nameof(ScalarNorm), ScalarNorm.GpuKernels.Norm, samples: 3);
        All(device, log, nameof(PointNorm), PointNorm.GpuKernels.Norm, samples: 37);
        All(device, log, nameof(ResidualNorm), ResidualNorm.GpuKernels.Norm, samples: 3);
        All(device, log, nameof(WideNorm), WideNorm.GpuKernels.Norm, samples: 2);
        Halves(device, log, nameof(VectorNorm), VectorNorm.GpuHalfKernels.Norm, samples: 3);
        Halves(device, log, nameof(ScalarNorm), ScalarNorm.GpuHalfKernels.Norm, samples: 3);
        if (isSimulated)
        {
            // The plain shapes in two samples each are what a simulation does in seconds.
            Timed(device, log, nameof(Norm16x32), Norm16x32.GpuKernels.Norm, 2);
            Timed(device, log, nameof(Norm256x14), Norm256x14.GpuKernels.Norm, 2);
            Timed(device, log, nameof(Norm512x7), Norm512x7.GpuKernels.Norm, 2);
            Timed(device, log, nameof(Norm64x56), Norm64x56.GpuKernels.Norm, 2);
            return;
        }

        Timed(device, log, nameof(Norm16x32), Norm16x32.GpuKernels.Norm, Batch(device, Norm16x32.GpuKernels.Norm));
        Timed(device, log, nameof(Norm64x56), Norm64x56.GpuKernels.Norm, Batch(device, Norm64x56.GpuKernels.Norm));
        Timed(device, log, nameof(Norm256x56), Norm256x56.GpuKernels.Norm, Batch(device, Norm256x56.GpuKernels.Norm));
        Timed(device, log, nameof(Group256x56), Group256x56.GpuKernels.Norm, Batch(device, Group256x56.GpuKernels.Norm));
        Timed(device, log, nameof(Norm512x28), Norm512x28.GpuKernels.Norm, Batch(device, Norm512x28.GpuKernels.Norm));
        Timed(device, log, nameof(Norm2048x7), Norm2048x7.GpuKernels.Norm, Batch(device, Norm2048x7.GpuKernels.Norm));
        Timed(device, log, nameof(Norm256x14), Norm256x14.GpuKernels.Norm, Batch(device, Norm256x14.GpuKernels.Norm));
        Timed(device, log, nameof(Norm512x7), Norm512x7.GpuKernels.Norm, Batch(device, Norm512x7.GpuKernels.Norm));
        Halves(device, log, nameof(Norm256x56), Norm256x56.GpuHalfKernels.Norm, Batch(device, Norm256x56.GpuHalfKernels.Norm));
        Halves(device, log, nameof(Norm256x14), Norm256x14.GpuHalfKernels.Norm, Batch(device, Norm256x14.GpuHalfKernels.Norm));
    }

    /// <summary>Mixtures and every pair of normalizers, in training and in evaluation.</summary>
    private static void All(Accelerator device, CheckLog log, string name, GpuSsnKernel<float> kernel, int samples)
    {
        var normalizers = kernel.Description.Normalizers;
        Mixtures(device, log, name, kernel, samples);
        foreach (var (mean, variance) in normalizers.SelectMany(m => normalizers.Select(v => (m, v))))
        {
            Both(device, log, name, kernel, samples, 1, new Selection(mean, variance));
        }
    }

    /// <summary>Mixtures, and the pairs of one normalizer, which have kernels of their own.</summary>
    private static void Timed(Accelerator device, CheckLog log, string name, GpuSsnKernel<float> kernel, int samples)
    {
        Mixtures(device, log, name, kernel, samples);
        foreach (var normalizer in kernel.Description.Normalizers)
        {
            Both(device, log, name, kernel, samples, 1, new Selection(normalizer, normalizer));
        }
    }

    private static void Mixtures(Accelerator device, CheckLog log, string name, GpuSsnKernel<float> kernel, int samples)
    {
        Both(device, log, name, kernel, samples, 1, selection: null);
        Both(device, log, name, kernel, samples, LargeMean, selection: null);
    }

    private static void Halves(Accelerator device, CheckLog log, string name, GpuSsnKernel<Half> kernel, int samples)
    {
        Both(device, log, name + " halves", kernel, samples, 1, selection: null);
        foreach (var normalizer in kernel.Description.Normalizers)
        {
            Both(device, log, name + " halves", kernel, samples, 1, new Selection(normalizer, normalizer));
        }
    }

    private static void Both<T>(Accelerator device, CheckLog log, string name, GpuSsnKernel<T> kernel, int samples, float mean, Selection? selection)
        where T : unmanaged
    {
        var what = selection is null ? "mixture" : $"{selection.Mean}/{selection.Variance}";
        foreach (var evaluation in new[] { false, true })
        {
            var title = FormattableString.Invariant($"{name} N={samples} {what} mean {mean}{(evaluation ? " evaluation" : "")}");
            try
            {
                new NormCase<T>(title, kernel, samples, mean, selection, evaluation).Check(device, log);
            }
            catch (Exception exception) when (DeviceFailure.Is(exception))
            {
                log.Fail($"{title}: {exception.Message}");
            }
        }
    }

    /// <summary>More samples than the device has multiprocessors, where the reference can: only then some kernels of selected pairs run.</summary>
    private static int Batch<T>(Accelerator device, GpuSsnKernel<T> kernel)
        where T : unmanaged =>
        Math.Clamp(MostValues / (kernel.Description.Channels * kernel.Description.SlabSize), 2, device.NumMultiprocessors + 1);
}
