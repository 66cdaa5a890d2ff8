using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu.Benchmarks;

/// <summary>What a driver, a compiler of kernels or too little memory throws: one case fails, the others may still run.</summary>
internal static class DeviceFailure
{
    public static bool Is(Exception exception) =>
        exception is AcceleratorException or InternalCompilerException or NotSupportedException or InvalidOperationException or ArgumentException;
}
