using ILGPU;
using ILGPU.Runtime;
using SsnGen.Gpu.Kernels;

namespace SsnGen.Gpu.Benchmarks.Timing;

/// <summary>Copies within the device's memory: the driver's, and a kernel that moves 16 bytes at a time.</summary>
internal sealed class Copies
{
    private const int Unrolled = 4;

    private readonly AcceleratorStream _stream;
    private readonly int _group;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<Float4>, ArrayView<Float4>> _kernel;

    public Copies(Accelerator device)
    {
        _stream = device.DefaultStream;
        _group = Math.Min(256, device.MaxNumThreadsPerGroup);
        _kernel = device.LoadKernel<ArrayView<Float4>, ArrayView<Float4>>(Copy);
    }

    /// <summary>Queues a copy by the kernel.</summary>
    public void ByKernel(ArrayView<Float4> source, ArrayView<Float4> target)
    {
        var chunk = _group * Unrolled;
        _kernel(_stream, new KernelConfig((int)((source.Length + chunk - 1) / chunk), _group), source, target);
    }

    /// <summary>Queues a copy by the driver.</summary>
    public void ByDriver(ArrayView<Float4> source, ArrayView<Float4> target) => source.CopyTo(_stream, target);

    private static void Copy(ArrayView<Float4> source, ArrayView<Float4> target)
    {
        var stride = Group.DimX;
        var i = (Grid.IdxX * stride * Unrolled) + Group.IdxX;
        if (i + (3 * stride) < source.IntLength)
        {
            // All reads first, so that they are in flight together.
            var (a, b, c, d) = (source[i], source[i + stride], source[i + (2 * stride)], source[i + (3 * stride)]);
            target[i] = a;
            target[i + stride] = b;
            target[i + (2 * stride)] = c;
            target[i + (3 * stride)] = d;
            return;
        }

        for (; i < source.IntLength; i += stride)
        {
            target[i] = source[i];
        }
    }
}
