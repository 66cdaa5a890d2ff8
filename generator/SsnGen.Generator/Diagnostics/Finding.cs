using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Diagnostics;

/// <summary>Something found in a definition: what, where, and the words to fill in.</summary>
internal sealed record Finding(DiagnosticDescriptor Descriptor, Place Place, EquatableArray<string> Arguments)
{
    /// <summary>The key of <see cref="Remedy"/> in a diagnostic's properties.</summary>
    public const string RemedyKey = "Remedy";

    /// <summary>What in a block causes it, where it is reported at a stage of the model.</summary>
    public Place? Within { get; init; }

    /// <summary>What would mend it, for a fixer: a name, a number, or nothing where there is no choice.</summary>
    public string? Remedy { get; init; }

    public bool IsError => Descriptor.DefaultSeverity == DiagnosticSeverity.Error;

    /// <summary>What it says.</summary>
    public string Message => string.Format(CultureInfo.InvariantCulture, Descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture), Arguments.ToArray<object?>());

    /// <summary>The diagnostic.</summary>
    /// <param name="locate">Finds the location of a place.</param>
    public Diagnostic ToDiagnostic(Func<Place, Location> locate) => Diagnostic.Create(
        Descriptor,
        locate(Place),
        Within is null || Within.IsNone ? [] : [locate(Within)],
        Remedy is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(RemedyKey, Remedy),
        Arguments.ToArray<object?>());

    // Records compare by their members, and places are all equal: what is cached on this is the generator's branch that may depend on places.
    public bool Equals(Finding? other) =>
        other is not null && Descriptor.Id == other.Descriptor.Id && Arguments.Equals(other.Arguments) && Remedy == other.Remedy
        && Place.File == other.Place.File && Place.Span == other.Place.Span && Place.Lines == other.Place.Lines;

    public override int GetHashCode() => Arguments.GetHashCode();
}
