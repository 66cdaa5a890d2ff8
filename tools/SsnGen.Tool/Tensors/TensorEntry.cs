using System.Collections.Immutable;

namespace SsnGen.Tool.Tensors;

/// <summary>A tensor of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as safetensors calls it: <c>F32</c>, <c>I64</c>.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record TensorEntry(string Name, string Type, ImmutableArray<int> Shape)
{
    /// <summary>How many values it has.</summary>
    public long Length => Shape.Aggregate(1L, static (product, side) => product * side);
}
