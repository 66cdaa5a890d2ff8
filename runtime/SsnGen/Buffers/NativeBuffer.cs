using System.Runtime.InteropServices;

namespace SsnGen.Buffers;

/// <summary>
/// Values in native memory, aligned to 64 bytes (a cache line, an AVX-512 vector). The allocation ends on a multiple of
/// 64 bytes too, so that a whole vector may be read at its last values.
/// </summary>
/// <remarks>
/// Not safe for concurrent use while it grows or is disposed. <see cref="Span"/> and <see cref="Pointer"/> do not keep
/// the buffer alive: hold a reference to it (a field, <see cref="GC.KeepAlive"/>) for as long as they are used.
/// </remarks>
/// <typeparam name="T">The type of a value, such as <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int Alignment = 64;

    private T* _pointer;
    private nuint _bytes;
    private int _length;
    private bool _disposed;

    /// <summary>Allocates a buffer.</summary>
    /// <param name="length">Values; at least 0.</param>
    /// <param name="zeroed">Whether the values start at zero; otherwise they are whatever the memory holds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public NativeBuffer(int length = 0, bool zeroed = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Allocate(length);
        if (zeroed)
            Clear();
    }

    /// <summary>Frees the memory of a buffer that was not disposed.</summary>
    ~NativeBuffer() => Free();

    /// <summary>How many values there are.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed.</exception>
    public int Length
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _length;
        }
    }

    /// <summary>The values, valid until the buffer grows or is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed.</exception>
    public Span<T> Span => new(Pointer, _length);

    /// <summary>The first value, aligned to 64 bytes, valid until the buffer grows or is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed.</exception>
#pragma warning disable CA1720 // A pointer is what it is.
    public T* Pointer
#pragma warning restore CA1720
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _pointer;
        }
    }

    /// <summary>
    /// Makes room for at least <paramref name="length"/> values. Where the buffer has to grow, its values are lost, and
    /// the new ones are whatever the memory holds.
    /// </summary>
    /// <param name="length">Values needed; at least 0.</param>
    /// <returns>Whether the buffer grew.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed.</exception>
    public bool EnsureCapacity(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length <= Length)
            return false;

        // Freed first: old and new together could exceed the memory that the new alone fits into.
        Free();
        Allocate(length);
        return true;
    }

    /// <summary>Sets all values to zero.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been disposed.</exception>
    public void Clear() => NativeMemory.Clear(Pointer, _bytes);

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Free();
        _disposed = true;
        GC.SuppressFinalize(this);
    }

    private void Allocate(int length)
    {
        var bytes = checked((((nuint)length * (nuint)sizeof(T)) + Alignment - 1) / Alignment * Alignment);
        _pointer = (T*)NativeMemory.AlignedAlloc(bytes, Alignment);
        _bytes = bytes;
        _length = length;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        _bytes = 0;
        _length = 0;
    }
}
