using System.ComponentModel;
using ValuesKernel = System.Action<ILGPU.ArrayView<float>, ILGPU.ArrayView<float>, ILGPU.ArrayView<float>, ILGPU.ArrayView<float>, int>;

namespace SsnGen.Gpu.Networks;

/// <summary>An emitted kernel that computes values of a layer from those of another and is no weighted sum: pooling, say, or the end of a layer.</summary>
/// <param name="Kernel">x, parameters of the channels (of a normalization, or slopes) or factors, residual, y, N.</param>
/// <param name="Items">Threads of one sample for which there is work.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record GpuValuesKernel(ValuesKernel Kernel, int Items);
