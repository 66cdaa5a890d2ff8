using System.ComponentModel;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>Tensors of floats.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GpuFloats : IGpuStorage<float, Float4>
{
    /// <inheritdoc/>
    public static float Load(ArrayView<float> values, long start, int index, int count)
    {
        var value = values[start + Math.Min(index, count - 1)];
        return index < count ? value : 0f;
    }

    /// <inheritdoc/>
    public static Float4 Load(ArrayView<Float4> values, long start, int index, int count)
    {
        var value = values[start + Math.Min(index, count - 1)];
        var exists = index < count;
        return new Float4(exists ? value.X : 0f, exists ? value.Y : 0f, exists ? value.Z : 0f, exists ? value.W : 0f);
    }

    /// <inheritdoc/>
    public static void Store(ArrayView<float> values, long index, float value) => values[index] = value;

    /// <inheritdoc/>
    public static void Store(ArrayView<Float4> values, long index, Float4 value) => values[index] = value;
}
