using System.ComponentModel;
using ILGPU;

namespace SsnGen.Gpu.Networks;

/// <summary>How a convolution or linear layer is computed as a product of its weights and its unfolded input.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GpuColumns
{
    /// <summary>x, columns, N: unfolds the input to [N, I·K·K, pixels]; null where the input is that already.</summary>
    public Action<ArrayView<float>, ArrayView<float>, int>? Unfold { get; init; }

    /// <summary>Threads of one sample for which the unfolding has work.</summary>
    public int UnfoldItems { get; init; }

    /// <summary>Pixels of the output.</summary>
    public required int Pixels { get; init; }

    /// <summary>Samples that are unfolded and multiplied at a time, so that columns stay small.</summary>
    public required int Samples { get; init; }

    /// <summary>The pass behind the product, in place: bias, residual, activation; null where nothing is left to do.</summary>
    public GpuValuesKernel? Finish { get; init; }
}
