using System.ComponentModel;
using ILGPU;

namespace SsnGen.Gpu.Kernels;

/// <summary>What the tensors of emitted kernels are stored as: how values become floats, which kernels compute with, and floats values.</summary>
/// <typeparam name="T">A value.</typeparam>
/// <typeparam name="TVector">Four values that are read and written at once.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGpuStorage<T, TVector>
    where T : unmanaged
    where TVector : unmanaged
{
    /// <summary>A value, or 0 behind the end.</summary>
    /// <remarks>
    /// Behind the end the last value is read and dropped: a load that depends on nothing lets those that follow it start, where
    /// a branch would not.
    /// </remarks>
    /// <param name="values">The values.</param>
    /// <param name="start">The first of them that counts.</param>
    /// <param name="index">Which of those.</param>
    /// <param name="count">How many there are.</param>
    static abstract float Load(ArrayView<T> values, long start, int index, int count);

    /// <summary>Four values, or zeros behind the end.</summary>
    /// <inheritdoc cref="Load(ArrayView{T}, long, int, int)" path="/remarks"/>
    /// <inheritdoc cref="Load(ArrayView{T}, long, int, int)" path="/param"/>
    static abstract Float4 Load(ArrayView<TVector> values, long start, int index, int count);

    /// <summary>Writes a value, rounded to the nearest one.</summary>
    /// <param name="values">Where it is written.</param>
    /// <param name="index">At which place.</param>
    /// <param name="value">The value.</param>
    static abstract void Store(ArrayView<T> values, long index, float value);

    /// <summary>Writes four values, each rounded to the nearest one.</summary>
    /// <inheritdoc cref="Store(ArrayView{T}, long, float)" path="/param"/>
    static abstract void Store(ArrayView<TVector> values, long index, Float4 value);
}
