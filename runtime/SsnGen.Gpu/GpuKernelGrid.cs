using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu;

/// <summary>How many threads a launch gets on one device. Kernels stride over the grid, so that no number of items is too large for it.</summary>
internal sealed class GpuKernelGrid(Accelerator accelerator)
{
    private const int PreferredGroup = 256;
    private const int GroupsPerMultiprocessor = 32;

    /// <summary>Threads of a group whose warps work alone.</summary>
    public int WarpGroup => Threads(PreferredGroup);

    /// <summary>Threads of a group that works on a tile.</summary>
    public int Group(GpuTile tile) => tile.IsGroup ? Threads(tile.Threads) : WarpGroup;

    /// <summary>A launch for items that a tile's threads work on.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="items">The items.</param>
    /// <param name="extra">Groups that do something else.</param>
    public KernelConfig Per(GpuTile tile, int items, int extra = 0)
    {
        var warps = WarpGroup / accelerator.WarpSize;
        var groups = tile.IsGroup ? items : (items + warps - 1) / warps;
        return new KernelConfig(Math.Clamp(groups, 1, accelerator.NumMultiprocessors * GroupsPerMultiprocessor) + extra, Group(tile));
    }

    /// <summary>A launch for items that a warp each works on.</summary>
    public KernelConfig PerWarp(long items) => Per(new GpuTile(IsGroup: false, PreferredGroup), (int)Math.Min(int.MaxValue / 2, items));

    private int Threads(int wanted) => Math.Max(1, Math.Min(wanted, accelerator.MaxNumThreadsPerGroup) / accelerator.WarpSize) * accelerator.WarpSize;
}
