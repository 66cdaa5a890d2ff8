using System.Globalization;
using ILGPU.Runtime;
using SsnGen.Gpu.Benchmarks.Models;
using Half = ILGPU.Half;

namespace SsnGen.Gpu.Benchmarks.Timing;

/// <summary>The shapes that are timed; <c>peers.py</c> times the same.</summary>
internal sealed class TimingSuites(Accelerator device, BenchOptions options, EventTimer timer, TimingReport report, bool isSimulated)
{
    /// <summary>Launches between two markers for a tensor that takes about as long as queueing it.</summary>
    private const int LayerBatch = 20;

    /// <summary>Large batches are a multiple of this.</summary>
    private const int BatchStep = 32;

    private readonly List<string> _failures = [];

    /// <summary>Shapes that could not be timed.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>Times all shapes.</summary>
    public void Run()
    {
        Large(Norm64x56.GpuKernels.Norm, 56);
        Large(Norm256x56.GpuKernels.Norm, 56);
        Large(Norm512x28.GpuKernels.Norm, 28);
        Large(Norm2048x7.GpuKernels.Norm, 7);
        Large(Norm16x32.GpuKernels.Norm, 32);
        Large(Norm256x56.GpuHalfKernels.Norm, 56);
        Large(Group256x56.GpuKernels.Norm, 56, suffix: " group");
        Layer(Norm64x56.GpuKernels.Norm, 32, 56);
        Layer(Norm256x14.GpuKernels.Norm, 32, 14);
        Layer(Norm512x7.GpuKernels.Norm, 32, 7);
        Layer(Norm16x32.GpuKernels.Norm, 128, 32);
        Layer(Norm256x14.GpuHalfKernels.Norm, 32, 14);
    }

    /// <summary>A tensor of at least the size that was asked for: many times what caches hold.</summary>
    private void Large<T>(GpuSsnKernel<T> kernel, int size, string suffix = "")
        where T : unmanaged
    {
        var sample = (long)kernel.Description.Channels * kernel.Description.SlabSize * (typeof(T) == typeof(Half) ? 2 : 4);
        var samples = ((options.LargeMegabytes * 1_000_000L) + sample - 1) / sample;
        Time("large", kernel, Batch((int)((samples + BatchStep - 1) / BatchStep * BatchStep)), size, suffix, batch: 1);
    }

    /// <summary>A tensor as in one layer of a network.</summary>
    private void Layer<T>(GpuSsnKernel<T> kernel, int samples, int size)
        where T : unmanaged => Time("layer", kernel, Batch(samples), size, suffix: "", isSimulated ? 1 : LayerBatch);

    private int Batch(int samples) => options.Samples ?? (isSimulated ? 1 : samples);

    private void Time<T>(string suite, GpuSsnKernel<T> kernel, int samples, int size, string suffix, int batch)
        where T : unmanaged
    {
        var shape = string.Create(CultureInfo.InvariantCulture, $"{samples}x{kernel.Description.Channels}x{size}x{size}{suffix}");
        try
        {
            using var timings = new NormTimings<T>(device, kernel, samples);
            timings.Run(timer, report, suite, shape, batch, hasTargets: suite == "large");
        }
        catch (Exception exception) when (DeviceFailure.Is(exception))
        {
            _failures.Add($"{suite}, {shape}: {exception.Message}");
            Console.WriteLine("  FAILED: " + _failures[^1]);
        }
    }
}
