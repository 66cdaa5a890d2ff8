using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace SsnGen.Gpu.Kernels;

/// <summary>Four floats that are read and written at once, 16 bytes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Sequential, Size = 16)]
[SuppressMessage("Design", "CA1051", Justification = "Fields, so that a device reads them in one access.")]
[SuppressMessage("Performance", "CA1815", Justification = "Compared by no one.")]
public struct Float4
{
    /// <summary>The first value.</summary>
    public float X;

    /// <summary>The second value.</summary>
    public float Y;

    /// <summary>The third value.</summary>
    public float Z;

    /// <summary>The fourth value.</summary>
    public float W;

    /// <summary>Four values.</summary>
    /// <param name="x">The first.</param>
    /// <param name="y">The second.</param>
    /// <param name="z">The third.</param>
    /// <param name="w">The fourth.</param>
    public Float4(float x, float y, float z, float w)
    {
        X = x;
        Y = y;
        Z = z;
        W = w;
    }
}
