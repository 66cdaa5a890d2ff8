using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;

namespace SsnGen.Gpu.Benchmarks.Timing;

/// <summary>What the device's memory can do: the better of two copies of a large buffer.</summary>
internal static class CopyBandwidth
{
    /// <summary>Measures, and reports both.</summary>
    /// <returns>Bytes per second, those read and those written.</returns>
    public static double Measure(Accelerator device, EventTimer timer, long bytes, TimingReport report)
    {
        using var source = device.Allocate1D<Float4>(bytes / 16);
        using var target = device.Allocate1D<Float4>(bytes / 16);

        // Pages that were never written may not be there yet.
        source.MemSet(1);
        target.MemSet(2);
        var (from, to) = (source.View.AsContiguous(), target.View.AsContiguous());
        var copies = new Copies(device);
        var times = timer.Medians(1, [() => copies.ByDriver(from, to), () => copies.ByKernel(from, to)]);
        var traffic = 2 * from.LengthInBytes;
        report.CopyBandwidth = traffic / times.Min(static t => t.Device) * 1e3;
        report.Row("copy", "driver", "float32", traffic, times[0]);
        report.Row("copy", "kernel", "float32", traffic, times[1]);
        return report.CopyBandwidth;
    }
}
