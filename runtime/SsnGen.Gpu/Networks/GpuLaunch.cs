using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu.Networks;

/// <summary>How many threads the kernels of networks run with. They stride over the grid, so any number is right.</summary>
internal static class GpuLaunch
{
    private const int PreferredGroup = 128;
    private const int GroupsPerMultiprocessor = 32;

    /// <summary>A thread for each item, as far as the device has room for them at once.</summary>
    public static KernelConfig Items(Accelerator accelerator, long items)
    {
        var warp = accelerator.WarpSize;
        var group = Math.Max(1, Math.Min(PreferredGroup, accelerator.MaxNumThreadsPerGroup) / warp) * warp;
        var groups = (items + group - 1) / group;
        return new((int)Math.Clamp(groups, 1, (long)accelerator.NumMultiprocessors * GroupsPerMultiprocessor), group);
    }
}
