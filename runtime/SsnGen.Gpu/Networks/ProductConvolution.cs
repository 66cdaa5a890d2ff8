using ILGPU;
using ILGPU.Runtime;
using SsnGen.Inference;

namespace SsnGen.Gpu.Networks;

/// <summary>A convolution or linear layer by the device's library: unfolded input, product, and a pass for the layer's end.</summary>
internal sealed class ProductConvolution : GpuConvolution
{
    private readonly GpuKernelGrid _grid;
    private readonly NetworkMemory _memory;
    private readonly GpuBlas _blas;
    private readonly GpuColumns _columns;
    private readonly int _inputs;
    private readonly int _outputs;
    private readonly ArrayView<float> _weights;
    private readonly GpuValuesLayer? _finish;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<float>, ArrayView<float>, int>? _unfold;

    public ProductConvolution(Accelerator accelerator, NetworkMemory memory, GpuBlas blas, GpuColumns columns, FoldedWeights weights)
    {
        (_grid, _memory, _blas, _columns) = (new GpuKernelGrid(accelerator), memory, blas, columns);
        (_inputs, _outputs) = (weights.Inputs, weights.Outputs);
        _weights = memory.Upload(WeightTiles.Pack(weights, channels: 1, groups: 1));
        _finish = columns.Finish is { } finish ? new GpuValuesLayer(accelerator, finish, memory.Upload([.. weights.Bias])) : null;
        if (columns.Unfold is { } unfold)
        {
            _unfold = accelerator.LoadKernel(unfold);
            memory.ReserveColumns(_inputs * columns.Pixels, columns.Samples);
        }
    }

    /// <inheritdoc/>
    public override void Run(AcceleratorStream stream, ArrayView<float> x, ArrayView<float> residual, ArrayView<float> y, int samples)
    {
        var (input, output) = (x.Length / samples, y.Length / samples);
        for (var first = 0; first < samples; first += _columns.Samples)
        {
            var count = Math.Min(_columns.Samples, samples - first);
            var columns = x.SubView(first * input, count * input);
            if (_unfold is not null)
            {
                columns = _memory.Columns.SubView(0, (long)_inputs * _columns.Pixels * count);
                _unfold(
                    stream, _grid.PerThread((long)_columns.UnfoldItems * count), x.SubView(first * input, count * input), columns, count);
            }

            Multiply(stream, columns, y.SubView(first * output, count * output), count);
        }

        _finish?.Run(stream, y, residual, y, samples);
    }

    // Rows of C# are columns of BLAS: Yᵀ [pixels × O] = columnsᵀ [pixels × I·K·K] · Wᵀ. Vectors, of one pixel each, are the
    // columns of one matrix: Yᵀ [O × N] = W · Xᵀ [I × N].
    private void Multiply(AcceleratorStream stream, ArrayView<float> columns, ArrayView<float> y, int samples)
    {
        var pixels = _columns.Pixels;
        if (pixels == 1)
        {
            _blas.Multiply(stream, new GpuProduct(TransposesA: true, _outputs, samples, _inputs, 0, 0, 0, Count: 1), _weights, columns, y);
        }
        else
        {
            var product = new GpuProduct(
                TransposesA: false, pixels, _outputs, _inputs, (long)_inputs * pixels, StrideB: 0, (long)_outputs * pixels, samples);
            _blas.Multiply(stream, product, columns, _weights, y);
        }
    }
}
