namespace SsnGen.Tool.Scaffolding;

/// <summary>Layers that no definition can be written of.</summary>
/// <param name="problems">Why, a line for each.</param>
internal sealed class ScaffoldException(params IReadOnlyList<string> problems) : Exception(string.Join('\n', problems))
{
    /// <summary>Why, a line for each.</summary>
    public IReadOnlyList<string> Problems => problems;
}
