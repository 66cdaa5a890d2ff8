using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SsnGen.Generator.Definitions;

/// <summary>
/// Where something stands in the source, without holding on to a syntax tree. Two places are always equal: nothing that
/// is emitted depends on one, so a definition that only moved must not be planned and emitted again.
/// </summary>
internal sealed class Place(string file, TextSpan span, LinePositionSpan lines) : IEquatable<Place>
{
    /// <summary>The place of what has none: it comes from another assembly.</summary>
    public static Place None { get; } = new("", default, default);

    /// <summary>The file's path as the compiler knows it.</summary>
    public string File => file;

    /// <summary>The characters of the file.</summary>
    public TextSpan Span => span;

    /// <summary>The same in lines and columns, from 0.</summary>
    public LinePositionSpan Lines => lines;

    /// <summary>Whether it stands in another assembly.</summary>
    public bool IsNone => file.Length == 0 && span.IsEmpty;

    /// <summary>The place of a syntax reference; none for what comes from another assembly.</summary>
    public static Place Of(SyntaxReference? reference) =>
        reference is null ? None : Of(Location.Create(reference.SyntaxTree, reference.Span));

    /// <summary>The place of a location.</summary>
    public static Place Of(Location? location) =>
        location is { IsInSource: true }
            ? new Place(location.SourceTree!.FilePath, location.SourceSpan, location.GetLineSpan().Span)
            : None;

    public bool Equals(Place? other) => other is not null;

    public override bool Equals(object? obj) => obj is Place;

    public override int GetHashCode() => 0;
}
