using System.Reflection;
using System.Runtime.InteropServices;
using ILGPU;

namespace SsnGen.Gpu;

/// <summary>Finds the drivers' libraries under the names that they have without their development packages.</summary>
internal static class GpuLibraries
{
    private static int _isRegistered;

    /// <summary>Registers the lookup, once.</summary>
    public static void Register()
    {
        if (Interlocked.Exchange(ref _isRegistered, 1) == 0 && OperatingSystem.IsLinux())
        {
            NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, Resolve);
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        var versioned = name switch
        {
            "cuda" => "libcuda.so.1",
            "OpenCL" => "libOpenCL.so.1",
            _ => null,
        };
        return versioned is not null && NativeLibrary.TryLoad(versioned, assembly, path, out var handle) ? handle : 0;
    }
}
