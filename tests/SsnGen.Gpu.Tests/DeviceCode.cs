using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace SsnGen.Gpu.Tests;

/// <summary>What ILGPU makes of an emitted kernel for a device that is not there.</summary>
internal static partial class DeviceCode
{
    /// <summary>A context that compiles as the library's own does.</summary>
    public static Context NewContext() => Context.Create(static builder => GpuContext.Configure(builder));

    /// <summary>The PTX for CUDA of compute capability 9.0.</summary>
    public static string Ptx(MethodInfo kernel)
    {
        using var context = NewContext();
        using var backend = new PTXBackend(
            context, new CudaCapabilityContext(CudaArchitecture.SM_90), CudaArchitecture.SM_90, CudaInstructionSet.ISA_80, null);
        return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(kernel), default)).PTXAssembly;
    }

    /// <summary>Fails where a kernel has what devices do badly or wrong.</summary>
    public static void AssertSound(string ptx)
    {
        Assert.DoesNotContain(".extern .func", ptx, StringComparison.Ordinal);
        Assert.DoesNotMatch(LocalMemory(), ptx);

        // The maximum of a device drops NaN.
        Assert.DoesNotContain("max.f32", ptx, StringComparison.Ordinal);

        // A choice between integers where a float is meant compiles to their bits.
        Assert.DoesNotContain("0f00000001", ptx, StringComparison.Ordinal);
        Assert.DoesNotContain("0d0000000000000001", ptx, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\.local\b")]
    private static partial Regex LocalMemory();
}
