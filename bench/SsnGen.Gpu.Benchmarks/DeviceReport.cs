using ILGPU.Runtime.Cuda;

namespace SsnGen.Gpu.Benchmarks;

/// <summary>Prints what the device is.</summary>
internal static class DeviceReport
{
    public static void Print(GpuContext context)
    {
        var device = context.Accelerator;
        Console.WriteLine(FormattableString.Invariant(
            $"device: {context.DeviceName}, {device.NumMultiprocessors} multiprocessors, warps of {device.WarpSize}, groups of {device.MaxNumThreadsPerGroup} at most"));
        if (device is CudaAccelerator cuda)
        {
            Console.WriteLine(FormattableString.Invariant(
                $"driver: CUDA {cuda.DriverVersion.Major}.{cuda.DriverVersion.Minor}, {cuda.Architecture} compiled as PTX {cuda.InstructionSet}, memory {cuda.MemorySize / 1e9:F1} GB on {cuda.MemoryBusWidth} bits, L2 {cuda.L2CacheSize / 1e6:F1} MB"));
        }

        if (context.IsSimulated)
        {
            Console.WriteLine("SIMULATION on the CPU: results count, times mean nothing.");
        }
    }
}
