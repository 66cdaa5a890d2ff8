using Microsoft.CodeAnalysis;
using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Diagnostics;

/// <summary>Finds the locations of places in one compilation. Its files are looked through once, and only if there is something to report.</summary>
internal sealed class Locations(Compilation compilation)
{
    private readonly Lazy<ILookup<string, SyntaxTree>> _trees = new(() => compilation.SyntaxTrees.ToLookup(static t => t.FilePath, StringComparer.Ordinal));

    /// <summary>The location of a place; none for what stands in another assembly.</summary>
    public Location Of(Place place)
    {
        var tree = place.IsNone ? null : _trees.Value[place.File].FirstOrDefault(t => place.Span.End <= t.Length);
        return tree is null ? Location.None : Location.Create(tree, place.Span);
    }
}
