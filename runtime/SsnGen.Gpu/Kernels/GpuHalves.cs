using System.ComponentModel;
using ILGPU;
using Half = ILGPU.Half;

namespace SsnGen.Gpu.Kernels;

/// <summary>Tensors of halves.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GpuHalves : IGpuStorage<Half, Half4>
{
    /// <inheritdoc/>
    public static float Load(ArrayView<Half> values, long start, int index, int count)
    {
        var value = (float)values[start + Math.Min(index, count - 1)];
        return index < count ? value : 0f;
    }

    /// <inheritdoc/>
    public static Float4 Load(ArrayView<Half4> values, long start, int index, int count)
    {
        var value = values[start + Math.Min(index, count - 1)];
        var exists = index < count;
        return new Float4(exists ? value.X : 0f, exists ? value.Y : 0f, exists ? value.Z : 0f, exists ? value.W : 0f);
    }

    /// <inheritdoc/>
    public static void Store(ArrayView<Half> values, long index, float value) => values[index] = (Half)value;

    /// <inheritdoc/>
    public static void Store(ArrayView<Half4> values, long index, Float4 value)
    {
        Half4 rounded;
        rounded.X = (Half)value.X;
        rounded.Y = (Half)value.Y;
        rounded.Z = (Half)value.Z;
        rounded.W = (Half)value.W;
        values[index] = rounded;
    }
}
