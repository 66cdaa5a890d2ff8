using ILGPU;
using ILGPU.Runtime;
using Half = ILGPU.Half;

namespace SsnGen.Gpu.Benchmarks.Device;

/// <summary>The tensors of one layer's passes in a device's memory.</summary>
/// <typeparam name="T">What they are stored as.</typeparam>
internal sealed class NormTensors<T> : IDisposable
    where T : unmanaged
{
    /// <summary>Values that large tensors are filled with, over and over: no multiple of a slab that is timed.</summary>
    private const int Pattern = 1_000_003;

    private readonly List<MemoryBuffer1D<T, Stride1D.Dense>> _buffers = [];

    private NormTensors(Accelerator device, long length, long residual)
    {
        X = Take(device, length);
        Y = Take(device, length);
        Upstream = Take(device, length);
        Dx = Take(device, length);
        Residual = Take(device, residual);
        Dresidual = Take(device, residual);
    }

    public ArrayView<T> X { get; }

    public ArrayView<T> Y { get; }

    public ArrayView<T> Upstream { get; }

    public ArrayView<T> Dx { get; }

    public ArrayView<T> Residual { get; }

    public ArrayView<T> Dresidual { get; }

    /// <summary>Copies given values to the device.</summary>
    /// <param name="residual">The residual; empty for a layer without one.</param>
    public static NormTensors<T> Of(Accelerator device, float[] x, float[] residual, float[] upstream)
    {
        var tensors = new NormTensors<T>(device, x.Length, residual.Length);
        Write(tensors.X, x);
        Write(tensors.Residual, residual);
        Write(tensors.Upstream, upstream);
        return tensors;
    }

    /// <summary>Tensors without a residual, filled with values that repeat.</summary>
    public static NormTensors<T> Filled(Accelerator device, long length)
    {
        var random = new Random(1);
        var values = Convert([.. Enumerable.Range(0, (int)Math.Min(length, Pattern)).Select(_ => (random.NextSingle() * 2) - 1)]);
        var tensors = new NormTensors<T>(device, length, residual: 0);

        // Memory that was never written may cost less to read.
        foreach (var buffer in tensors._buffers)
        {
            Fill(buffer.View.AsContiguous(), values);
        }

        return tensors;
    }

    /// <summary>Values as they come back from the device's memory: rounded where it stores halves.</summary>
    public static void Round(float[] values)
    {
        if (typeof(T) == typeof(Half))
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (Half)values[i];
            }
        }
    }

    /// <summary>Reads a tensor.</summary>
    public static float[] Read(ArrayView<T> view)
    {
        var values = NormMemory.Read(view);
        return values is float[] floats ? floats : [.. ((Half[])(object)values).Select(static v => (float)v)];
    }

    public void Dispose() => _buffers.ForEach(static b => b.Dispose());

    private ArrayView<T> Take(Accelerator device, long length)
    {
        if (length == 0)
        {
            return default;
        }

        _buffers.Add(device.Allocate1D<T>(length));
        return _buffers[^1].View.AsContiguous();
    }

    private static void Write(ArrayView<T> view, float[] values)
    {
        if (values.Length > 0)
        {
            view.CopyFromCPU(Convert(values));
        }
    }

    private static void Fill(ArrayView<T> view, T[] values)
    {
        for (var start = 0L; start < view.Length; start += values.Length)
        {
            var count = (int)Math.Min(values.Length, view.Length - start);
            view.SubView(start, count).CopyFromCPU(count == values.Length ? values : values[..count]);
        }
    }

    private static T[] Convert(float[] values) =>
        values is T[] same ? same : (T[])(object)values.Select(static v => (Half)v).ToArray();
}
