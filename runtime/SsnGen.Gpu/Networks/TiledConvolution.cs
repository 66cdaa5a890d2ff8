using ILGPU;
using ILGPU.Runtime;
using SsnGen.Inference;

namespace SsnGen.Gpu.Networks;

/// <summary>A convolution or linear layer by an emitted kernel, which does all of it in one pass.</summary>
internal sealed class TiledConvolution : GpuConvolution
{
    private readonly GpuKernelGrid _grid;
    private readonly int _items;
    private readonly ArrayView<float> _weights;
    private readonly ArrayView<float> _bias;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>, int> _kernel;

    public TiledConvolution(Accelerator accelerator, NetworkMemory memory, GpuTile tile, FoldedWeights weights)
    {
        _grid = new GpuKernelGrid(accelerator);
        _items = tile.Items;
        _weights = memory.Upload(WeightTiles.Pack(weights, tile.Channels, tile.Groups));
        _bias = memory.Upload([.. weights.Bias]);
        _kernel = accelerator.LoadKernel(tile.Kernel);
    }

    /// <inheritdoc/>
    public override void Run(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y, int samples) =>
        _kernel(stream, _grid.PerThread((long)_items * samples), x, _weights, _bias, residual, y, samples);
}
