using System.ComponentModel;
using ILGPU;
using ILGPU.Runtime;
using SsnGen.Inference;
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

/// <summary>A convolution or linear layer by an emitted kernel, which does all of it in one pass.</summary>
internal sealed class TiledConvolution : GpuConvolution
{
    private readonly Accelerator _accelerator;
    private readonly int _items;
    private readonly ArrayView<float> _weights;
    private readonly ArrayView<float> _bias;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int> _kernel;

    public TiledConvolution(Accelerator accelerator, NetworkMemory memory, GpuTile tile, FoldedWeights weights)
    {
        _accelerator = accelerator;
        _items = tile.Items;
        _weights = memory.Upload(Pack(tile, weights));
        _bias = memory.Upload([.. weights.Bias]);
        _kernel = accelerator.LoadKernel(tile.Kernel);
    }

    /// <inheritdoc/>
    public override void Run(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y, int samples) =>
        _kernel(stream, GpuLaunch.Items(_accelerator, (long)_items * samples), x, _weights, _bias, residual, y, samples);

    /// <summary>[tile][weight of an output][output of the tile], zeros for outputs that only fill the last tile of a group.</summary>
    private static float[] Pack(GpuTile tile, FoldedWeights weights)
    {
        var groupOutputs = weights.Outputs / tile.Groups;
        var groupTiles = (groupOutputs + tile.Channels - 1) / tile.Channels;
        var packed = new float[checked(tile.Groups * groupTiles * tile.Channels * weights.Inputs)];
        for (var output = 0; output < weights.Outputs; output++)
        {
            var (group, place) = Math.DivRem(output, groupOutputs);
            var (index, channel) = Math.DivRem(place, tile.Channels);
            var start = (((group * groupTiles) + index) * weights.Inputs * tile.Channels) + channel;
            var values = weights.Values(output);
            for (var i = 0; i < values.Length; i++)
            {
                packed[start + (i * tile.Channels)] = (float)(weights.Scale(output) * values[i]);
            }
        }

        return packed;
    }
}
