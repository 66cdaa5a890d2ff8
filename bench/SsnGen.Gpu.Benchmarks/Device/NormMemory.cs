using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu.Benchmarks.Device;

/// <summary>Reads small vectors from a device's memory.</summary>
internal static class NormMemory
{
    public static T[] Read<T>(ArrayView<T> view)
        where T : unmanaged
    {
        var values = new T[view.Length];
        if (values.Length > 0)
        {
            view.CopyToCPU(values);
        }

        return values;
    }
}
