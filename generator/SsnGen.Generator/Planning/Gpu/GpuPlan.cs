using SsnGen.Generator.Planning.Inference;

namespace SsnGen.Generator.Planning.Gpu;

/// <summary>What the collapsed network of one model is made of on a device: its memory, its kernels, its steps.</summary>
/// <param name="Steps">One per layer, in the order of execution.</param>
/// <param name="Kernels">The distinct emitted kernels, in the order of first use.</param>
/// <param name="ArenaLength">Floats between layers, per sample.</param>
/// <param name="MostSamples">The most samples of a batch for which no kernel counts beyond 32 bits.</param>
internal sealed record GpuPlan(
    ModelPlan Model,
    EquatableArray<GpuStep> Steps,
    EquatableArray<DeviceKernel> Kernels,
    int ArenaLength,
    int MostSamples)
{
    /// <summary>Floats to whose multiples lengths are rounded up: 256 bytes, so that each tensor of each batch starts there.</summary>
    public const int Alignment = 64;

    /// <summary>The distinct activations that kernels end with, in the order of first use.</summary>
    public IEnumerable<Activation> Activations => Kernels.Select(static k => k.End.Activation).OfType<Activation>().Distinct();
}

/// <summary>Where a tensor is.</summary>
internal enum TensorPlace
{
    /// <summary>The caller's inputs.</summary>
    Inputs,

    /// <summary>The caller's outputs.</summary>
    Outputs,

    /// <summary>The arena between layers.</summary>
    Arena,
}

/// <summary>A tensor of the network, [N, C, H, W]: an input of the network or the output of one layer.</summary>
/// <param name="Offset">In the arena: floats of one sample before it, a multiple of 64.</param>
internal readonly record struct GpuTensor(TensorPlace Place, Shape Shape, int Offset);

/// <summary>One layer as it runs: what produces its values, then what normalizes them where that needs moments.</summary>
/// <param name="Sources">What it reads.</param>
/// <param name="Factor">What it multiplies by, or null.</param>
/// <param name="Residual">What it adds, or null.</param>
/// <param name="Output">What it writes.</param>
/// <param name="Convolution">How it convolves, for convolutions and linear layers.</param>
/// <param name="Values">The kernels of its values for other producers: one for each tensor that it reads; none where only the normalization runs.</param>
/// <param name="Collapse">What is left of its normalization.</param>
internal sealed record GpuStep(
    LayerPlan Layer,
    EquatableArray<GpuTensor> Sources,
    GpuTensor? Factor,
    GpuTensor? Residual,
    GpuTensor Output,
    GpuConvolutionPlan? Convolution,
    EquatableArray<DeviceKernel> Values,
    CollapsePlan Collapse)
{
    /// <summary>Whether the normalization ends the layer, with its residual and activation.</summary>
    public bool EndsNormalized => Collapse.NeedsMoments;
}

/// <summary>Both ways of a convolution or linear layer; which one runs is the device's matter.</summary>
/// <param name="Tile">In register tiles, on any device.</param>
/// <param name="Columns">As a product of matrices, or null for convolutions in groups.</param>
internal sealed record GpuConvolutionPlan(TileKernel Tile, ColumnsPlan? Columns);

/// <summary>A convolution as the product of weights and unfolded input, by the device's library.</summary>
/// <param name="Unfold">The kernel that unfolds the input, or null where it is what the product needs.</param>
/// <param name="Pixels">Pixels of the output.</param>
/// <param name="Samples">Samples that are unfolded and multiplied at a time.</param>
/// <param name="Finish">The pass behind the product, or null where nothing is left to do.</param>
internal sealed record ColumnsPlan(UnfoldKernel? Unfold, int Pixels, int Samples, FinishKernel? Finish);
