using System.ComponentModel;

namespace SsnGen.Gpu;

/// <summary>How threads share the values that one normalization of a kernel extends over, as planned.</summary>
/// <param name="IsGroup">Whether a group works on them, instead of a warp.</param>
/// <param name="Threads">Threads of a group; devices that have fewer take several turns.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct GpuTile(bool IsGroup, int Threads);
