using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Half = ILGPU.Half;

namespace SsnGen.Gpu.Kernels;

/// <summary>Four halves that are read and written at once, 8 bytes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Sequential, Size = 8)]
[SuppressMessage("Design", "CA1051", Justification = "Fields, so that a device reads them in one access.")]
[SuppressMessage("Performance", "CA1815", Justification = "Compared by no one.")]
public struct Half4
{
    /// <summary>The first value.</summary>
    public Half X;

    /// <summary>The second value.</summary>
    public Half Y;

    /// <summary>The third value.</summary>
    public Half Z;

    /// <summary>The fourth value.</summary>
    public Half W;
}
