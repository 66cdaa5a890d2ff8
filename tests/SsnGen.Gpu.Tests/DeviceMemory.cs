using ILGPU;
using ILGPU.Runtime;
using Half = ILGPU.Half;

namespace SsnGen.Gpu.Tests;

/// <summary>Copies of arrays in a device's memory, freed together.</summary>
internal sealed class DeviceMemory(Accelerator device) : IDisposable
{
    private readonly List<IDisposable> _buffers = [];

    public ArrayView<T> Of<T>(T[] values)
        where T : unmanaged
    {
        if (values.Length == 0)
        {
            return default;
        }

        var buffer = device.Allocate1D(values);
        _buffers.Add(buffer);
        return buffer.View.AsContiguous();
    }

    /// <summary>A tensor as floats or, rounded, as halves.</summary>
    public ArrayView<T> Tensor<T>(float[] values)
        where T : unmanaged => Of(values is T[] same ? same : (T[])(object)values.Select(static v => (Half)v).ToArray());

    /// <summary>Reads values back.</summary>
    public static void Read<T>(ArrayView<T> view, T[] values)
        where T : unmanaged
    {
        if (values.Length > 0)
        {
            view.CopyToCPU(values);
        }
    }

    /// <summary>Reads a tensor back.</summary>
    public static void ReadTensor<T>(ArrayView<T> tensor, float[] values)
        where T : unmanaged
    {
        if (tensor is ArrayView<float> floats)
        {
            Read(floats, values);
            return;
        }

        var halves = new Half[values.Length];
        Read((ArrayView<Half>)(object)tensor, halves);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = halves[i];
        }
    }

    public void Dispose() => _buffers.ForEach(static b => b.Dispose());
}
