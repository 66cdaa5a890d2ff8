using ILGPU;
using ILGPU.Runtime;

namespace SsnGen.Gpu;

/// <summary>
/// Device memory of somebody else (another library's tensor) as views for kernels. It neither allocates nor frees: the owner
/// keeps the memory alive until the launches that use it are done, and this object must be disposed before the device.
/// </summary>
/// <remarks>
/// The pointer must be valid in the context of the device. On CUDA, ILGPU makes a context of its own, and a pointer of another
/// context (libtorch's, say) is valid in it only where both share memory: managed, mapped or peer memory.
/// </remarks>
/// <typeparam name="T">What the memory holds.</typeparam>
public sealed class ForeignMemory<T> : IDisposable
    where T : unmanaged
{
    private readonly Buffer _buffer;

    /// <summary>Wraps memory.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="address">The address of the first value; for kernels that read four values at a time, a multiple of their size.</param>
    /// <param name="length">How many values there are.</param>
    /// <exception cref="ArgumentException">The address is null, or does not lie on the size of a value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive.</exception>
    public unsafe ForeignMemory(Accelerator accelerator, nint address, long length)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (address == 0 || address % sizeof(T) != 0)
        {
            throw new ArgumentException($"The address is 0x{address:x}: it has to be that of a {typeof(T).Name} in the device's memory.", nameof(address));
        }

        _buffer = new Buffer(accelerator, address, length, sizeof(T));
    }

    /// <summary>The memory as a view.</summary>
    public ArrayView<T> View => new(_buffer, 0, _buffer.Length);

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    /// <summary>A buffer that owns nothing; views of it work in kernels, copies go through buffers of the device's own.</summary>
    private sealed class Buffer : MemoryBuffer
    {
        public Buffer(Accelerator accelerator, nint address, long length, int elementSize)
            : base(accelerator, length, elementSize) => NativePtr = address;

        protected override void MemSet(AcceleratorStream stream, byte value, in ArrayView<byte> targetView) => throw NotSupported();

        protected override void CopyFrom(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) => throw NotSupported();

        protected override void CopyTo(AcceleratorStream stream, in ArrayView<byte> sourceView, in ArrayView<byte> targetView) => throw NotSupported();

        protected override void DisposeAcceleratorObject(bool disposing) => NativePtr = 0;

        private static NotSupportedException NotSupported() => new("Memory of somebody else is used by kernels only: copy from or to a buffer of the device.");
    }
}
