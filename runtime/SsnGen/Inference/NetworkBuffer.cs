using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>Memory of a caller, pinned while a network runs.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct NetworkBuffer
{
    /// <summary>Names memory.</summary>
    /// <param name="start">Its start.</param>
    /// <param name="length">Floats in it.</param>
    public NetworkBuffer(float* start, int length)
    {
        Start = start;
        Length = length;
    }

    internal float* Start { get; }

    internal int Length { get; }

    internal bool Overlaps(NetworkBuffer other) => Start < other.Start + other.Length && other.Start < Start + Length;
}
