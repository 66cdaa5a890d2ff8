using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;

namespace SsnGen.Gpu;

/// <summary>How many threads a launch gets on one device. Kernels stride over the grid, so that no number of items is too large for it.</summary>
internal sealed class GpuKernelGrid(Accelerator accelerator)
{
    /// <summary>Threads of a group whose warps work alone.</summary>
    private const int PreferredGroup = 256;

    /// <summary>Threads of a group whose threads work alone, and hold many registers.</summary>
    private const int PreferredThreadGroup = 128;

    private const int GroupsPerMultiprocessor = 32;

    /// <summary>Threads of a group whose warps work alone.</summary>
    public int WarpGroup => Threads(PreferredGroup);

    /// <summary>Threads of a group for items that planned threads share.</summary>
    public int Group(GpuThreads threads) => threads.IsGroup ? Threads(threads.Count) : WarpGroup;

    /// <summary>A launch for items that planned threads share.</summary>
    /// <param name="threads">The threads.</param>
    /// <param name="items">The items.</param>
    /// <param name="extra">Groups that do something else.</param>
    public KernelConfig Per(GpuThreads threads, int items, int extra = 0)
    {
        var warps = WarpGroup / accelerator.WarpSize;
        return Config(threads.IsGroup ? items : (items + (long)warps - 1) / warps, Group(threads), extra);
    }

    /// <summary>A launch for items that a warp each works on.</summary>
    public KernelConfig PerWarp(long items) => PerGroupOf(WarpGroup, items * accelerator.WarpSize);

    /// <summary>A launch for items that a thread each works on.</summary>
    public KernelConfig PerThread(long items) => PerGroupOf(Threads(PreferredThreadGroup), items);

    private KernelConfig PerGroupOf(int threads, long count) => Config((count + threads - 1) / threads, threads);

    private KernelConfig Config(long groups, int threads, int extra = 0) =>
        new((int)Math.Clamp(groups, 1, (long)accelerator.NumMultiprocessors * GroupsPerMultiprocessor) + extra, threads);

    private int Threads(int wanted)
    {
        var warps = Math.Min(wanted, accelerator.MaxNumThreadsPerGroup) / accelerator.WarpSize;
        return Math.Clamp(warps, 1, GpuLanes.MostWarps) * accelerator.WarpSize;
    }
}
