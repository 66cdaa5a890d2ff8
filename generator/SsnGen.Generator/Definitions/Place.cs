using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SsnGen.Generator.Definitions;

/// <summary>
/// Where something stands in the source, without holding on to a syntax tree. Two places are always equal: nothing that
/// is emitted depends on one, so a definition that only moved must not be planned and emitted again.
/// </summary>
internal sealed class Place(string file, TextSpan span, LinePositionSpan lines) : IEquatable<Place>
{
    /// <summary>The file's path as the compiler knows it.</summary>
    public string File => file;

    /// <summary>The line, from 1.</summary>
    public int Line => lines.Start.Line + 1;

    /// <summary>The place of a syntax reference; an empty place for what comes from another assembly.</summary>
    public static Place Of(SyntaxReference? reference) =>
        reference is null ? new Place("", default, default) : Of(Location.Create(reference.SyntaxTree, reference.Span));

    /// <summary>The place of a location.</summary>
    public static Place Of(Location? location) =>
        location is { IsInSource: true }
            ? new Place(location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span)
            : new Place("", default, default);

    /// <summary>The location to report a diagnostic at.</summary>
    public Location ToLocation(Compilation compilation)
    {
        var tree = compilation.SyntaxTrees.FirstOrDefault(t => t.FilePath == file && span.End <= t.Length);
        return tree is null ? Location.None : Location.Create(tree, span);
    }

    public bool Equals(Place? other) => other is not null;

    public override bool Equals(object? obj) => obj is Place;

    public override int GetHashCode() => 0;
}
