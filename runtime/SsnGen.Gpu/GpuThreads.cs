using System.ComponentModel;

namespace SsnGen.Gpu;

/// <summary>Which threads share the values that one normalization of a kernel extends over, as planned.</summary>
/// <param name="IsGroup">Whether a whole group does, instead of a warp.</param>
/// <param name="Count">Threads of a group; devices that have fewer take several turns.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct GpuThreads(bool IsGroup, int Count);
