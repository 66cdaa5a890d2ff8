using System.ComponentModel;
using TileKernel = System.Action<
    ILGPU.ArrayView<float>, ILGPU.ArrayView<float>, ILGPU.ArrayView<float>, ILGPU.ArrayView<float>, ILGPU.ArrayView<float>, int>;

namespace SsnGen.Gpu.Networks;

/// <summary>An emitted convolution, each thread of which holds a tile of outputs in registers.</summary>
/// <param name="Kernel">x, packed weights, bias, residual, y, N.</param>
/// <param name="Items">Tiles of one sample.</param>
/// <param name="Channels">Output channels of a tile, all of one group.</param>
/// <param name="Groups">Groups of channels.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GpuTile(TileKernel Kernel, int Items, int Channels, int Groups = 1);
