using System.ComponentModel;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>Tensors of floats.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GpuFloats : IGpuStorage<float, Float4>
{
    /// <inheritdoc/>
    public static float Load(ArrayView<float> values, long start, int index, int count) => GpuValues.Load(values, start, index, count);

    /// <inheritdoc/>
    public static Float4 Load(ArrayView<Float4> values, long start, int index, int count) => GpuValues.Load(values, start, index, count);

    /// <inheritdoc/>
    public static void Store(ArrayView<float> values, long index, float value) => GpuValues.Store(values, index, value);

    /// <inheritdoc/>
    public static void Store(ArrayView<Float4> values, long index, Float4 value) => GpuValues.Store(values, index, value);
}
