using Microsoft.CodeAnalysis;

namespace SsnGen.Generator.Diagnostics;

/// <summary>Everything that SsnGen says about a definition. docs/diagnostics.md has a section on each.</summary>
internal static class Descriptors
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "SSN001", "Class is not partial", "'{0}' must be partial: the generator adds the network to it");

    public static readonly DiagnosticDescriptor UnsupportedClass = Error(
        "SSN002", "Class of an unsupported form", "'{0}' is {1}: declare it as a plain partial class directly in a namespace");

    public static readonly DiagnosticDescriptor PropertyNotPartial = Error(
        "SSN003", "Property is not partial", "'{0}' must be declared as 'public partial {1} {0} {{ get; }}'");

    public static readonly DiagnosticDescriptor WrongMemberType = Error(
        "SSN004", "Property of the wrong type", "'{0}' is of type '{1}', but its attributes need {2}");

    public static readonly DiagnosticDescriptor EmptyLayer = Error(
        "SSN005", "Layer does nothing", "'{0}' has no producer and nothing else to do: add [Conv], [Linear], a pooling attribute, [Ssn], a residual or an activation");

    public static readonly DiagnosticDescriptor FacetTwice = Error(
        "SSN006", "Facet given twice", "'{0}' has more than one {1}: split it into several layers");

    public static readonly DiagnosticDescriptor InvalidValue = Error(
        "SSN007", "Value out of range", "{1} of '{0}' is {2}, but must be {3}");

    public static readonly DiagnosticDescriptor ShapeMismatch = Error(
        "SSN008", "Shapes differ", "'{0}' produces {1} and cannot add '{2}', which is {3}; {4}");

    public static readonly DiagnosticDescriptor UnknownLayer = Error(
        "SSN009", "Unknown layer", "'{0}' names '{1}', which is no earlier layer of '{2}'{3}");

    public static readonly DiagnosticDescriptor UnknownPath = Error(
        "SSN010", "Selection of an unknown layer", "'{0}' has no layer '{1}' with [Ssn]{2}; train again, or remove the line");

    public static readonly DiagnosticDescriptor SelectedTwice = Error(
        "SSN011", "Layer selected twice", "'{0}' is selected more than once: keep one line");

    public static readonly DiagnosticDescriptor NotInOmega = Error(
        "SSN012", "Selected normalizer is no choice of the layer", "'{0}' selects {1} for its {2}, but the layer chooses from {3}; train again, or correct the line");

    public static readonly DiagnosticDescriptor WindowTooLarge = Error(
        "SSN013", "Window larger than its padded input", "The window of '{0}' spans {1} pixels, but its input {2} with padding {3} has only {4}: use a smaller kernel or stride before it, or more padding");

    public static readonly DiagnosticDescriptor GroupsDoNotDivide = Error(
        "SSN014", "Groups do not divide the channels", "'{0}' has {1} groups, which do not divide its {2} {3} channels: use {4}");

    public static readonly DiagnosticDescriptor BlockRecursion = Error(
        "SSN015", "Block contains itself", "The stage '{0}' expands '{1}' inside itself ({2}): blocks may nest, but not recur");

    public static readonly DiagnosticDescriptor NotABlock = Error(
        "SSN016", "Stage without a block", "'{0}' repeats '{1}', which has no [SsnBlock]: add the attribute to that class");

    public static readonly DiagnosticDescriptor Misplaced = Error(
        "SSN017", "Facet in the wrong place", "{1} on '{0}' {2}");

    public static readonly DiagnosticDescriptor EmptyModel = Error(
        "SSN018", "No layers", "'{0}' declares no layers: add partial properties of type Layer or Stage<TBlock>");

    public static readonly DiagnosticDescriptor TooLarge = Error(
        "SSN019", "Network too large", "'{0}' {1}");

    public static readonly DiagnosticDescriptor ReservedName = Error(
        "SSN020", "Name is taken by generated code", "'{0}' has a member '{1}', a name that the generated part uses: rename it");

    public static readonly DiagnosticDescriptor Mixture = new(
        "SSN021",
        "Layer runs as a mixture",
        "'{0}' has no selection yet and runs as a mixture of {1}: train the network and commit the written selection to collapse it",
        "SsnGen",
        DiagnosticSeverity.Info,
        isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor MissingPackage = Error(
        "SSN022", "Backend without its package", "'{0}' asks for {1}, but the project does not reference {2}: add the reference, or leave {1} out");

    public static readonly DiagnosticDescriptor SingleValues = Error(
        "SSN023", "Normalizer of single values", "Normalizer.{1} of '{0}' has one value to normalize over, as the layer's output is {2}, and makes a constant of it: {3}");

    /// <summary>All of them, in the order of their ids.</summary>
    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        NotPartial, UnsupportedClass, PropertyNotPartial, WrongMemberType, EmptyLayer, FacetTwice, InvalidValue, ShapeMismatch,
        UnknownLayer, UnknownPath, SelectedTwice, NotInOmega, WindowTooLarge, GroupsDoNotDivide, BlockRecursion, NotABlock,
        Misplaced, EmptyModel, TooLarge, ReservedName, Mixture, MissingPackage, SingleValues,
    ];

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "SsnGen", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
