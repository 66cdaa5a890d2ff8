using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>Memory of a caller, pinned while a network runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct NetworkBuffer
{
    private readonly void* _start;

    /// <summary>Names memory of values.</summary>
    /// <param name="start">Its start.</param>
    /// <param name="length">Floats in it.</param>
    public NetworkBuffer(float* start, int length)
    {
        _start = start;
        Length = length;
    }

    /// <summary>Names memory of 8-bit pixels.</summary>
    /// <param name="start">Its start.</param>
    /// <param name="length">Bytes in it.</param>
    public NetworkBuffer(byte* start, int length)
    {
        _start = start;
        Length = length;
        IsPixels = true;
    }

    /// <summary>Whether there are 8-bit pixels in it, and not floats.</summary>
    internal bool IsPixels { get; }

    /// <summary>How many there are.</summary>
    internal int Length { get; }

    internal float* Values => (float*)_start;

    internal byte* Pixels => (byte*)_start;

    private byte* End => Pixels + ((long)Length * (IsPixels ? sizeof(byte) : sizeof(float)));

    internal bool Overlaps(NetworkBuffer other) => _start < other.End && other._start < End;
}
