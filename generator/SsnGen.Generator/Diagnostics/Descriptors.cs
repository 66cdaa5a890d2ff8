using Microsoft.CodeAnalysis;

namespace SsnGen.Generator.Diagnostics;

/// <summary>Everything that SsnGen says about a definition. docs/diagnostics/ has a page on each.</summary>
internal static class Descriptors
{
    private const string Definition = "SsnGen.Definition";
    private const string Network = "SsnGen.Network";
    private const string Selection = "SsnGen.Selection";
    private const string Project = "SsnGen.Project";

    public static readonly DiagnosticDescriptor NotPartial = Error(
        "SSN001",
        Definition,
        "Class is not partial",
        "'{0}' must be partial: the generator adds the network to it",
        "C# allows a class to have several parts only where each of them says partial.");

    public static readonly DiagnosticDescriptor UnsupportedClass = Error(
        "SSN002",
        Definition,
        "Class of an unsupported form",
        "'{0}' {1}: {2}",
        "A definition is a plain class directly in a namespace, which the emitted part alone creates.");

    public static readonly DiagnosticDescriptor UnsupportedProperty = Error(
        "SSN003",
        Definition,
        "Property of an unsupported form",
        "'{0}' {1}: declare it as '{2}'",
        "A layer is a partial property with a getter only, which the emitted part implements.");

    public static readonly DiagnosticDescriptor WrongMemberType = Error(
        "SSN004",
        Definition,
        "Property of the wrong type",
        "'{0}' is of type '{1}', but must be of type {2}",
        "Attributes of layers stand on properties of type Layer, [Repeat] on properties of type Stage<TBlock>.");

    public static readonly DiagnosticDescriptor EmptyLayer = Error(
        "SSN005",
        Definition,
        "Layer does nothing",
        "'{0}' has no producer and nothing else to do: add [Conv], [Linear], a pooling attribute, [Ssn], a residual, a factor or an activation",
        "A layer is one fused unit of a producer, a normalization, residuals, factors and an activation, of which at least one is given.");

    public static readonly DiagnosticDescriptor FacetTwice = Error(
        "SSN006",
        Definition,
        "Facet given twice",
        "'{0}' has more than one {1}: {2}",
        "A layer is one fused unit: it has at most one producer, one normalization, one activation, and adds, and multiplies by, each value once.");

    public static readonly DiagnosticDescriptor InvalidValue = Error(
        "SSN007",
        Definition,
        "Value out of range",
        "{1} of '{0}' is {2}, but must be {3}",
        "An argument of an attribute is outside of its range.");

    public static readonly DiagnosticDescriptor ShapeMismatch = Error(
        "SSN008",
        Network,
        "Shapes differ",
        "'{0}' {1} and cannot {2} {3}, which is {4}; {5}",
        "What [Add] or [Shortcut] adds must have the shape of what the layer produces; what [Multiply] multiplies by has that shape too, or is one pixel of as many channels. What [Concat] joins has one height and width.");

    public static readonly DiagnosticDescriptor UnknownLayer = Error(
        "SSN009",
        Definition,
        "Unknown layer",
        "'{0}' names '{1}', which is no earlier layer of '{2}'{3}",
        "[From], [Concat], [Add] and [Multiply] name an earlier property of the same class, or LayerSource.Input.");

    public static readonly DiagnosticDescriptor UnknownPath = Error(
        "SSN010",
        Selection,
        "Selection of an unknown layer",
        "'{0}' has no layer '{1}' with [Ssn]{2}; train again, or remove the line",
        "The definition was changed after the training that wrote the selection.");

    public static readonly DiagnosticDescriptor SelectedTwice = Error(
        "SSN011",
        Selection,
        "Layer selected twice",
        "'{0}' is selected more than once: keep one line",
        "Each layer has one selection.");

    public static readonly DiagnosticDescriptor NotInOmega = Error(
        "SSN012",
        Selection,
        "Selected normalizer is no choice of the layer",
        "'{0}' selects {1} for its {2}, but the layer chooses from {3}; train again, or correct the line",
        "The normalizers of the layer were changed after the training that wrote the selection.");

    public static readonly DiagnosticDescriptor WindowTooLarge = Error(
        "SSN013",
        Network,
        "Window larger than its padded input",
        "The window of '{0}' spans {1} pixels, but its input {2} with padding {3} has only {4}: use a smaller kernel or stride before it, or more padding",
        "A kernel with its dilation must fit into height and width of its input with the padding on both sides.");

    public static readonly DiagnosticDescriptor GroupsDoNotDivide = Error(
        "SSN014",
        Network,
        "Groups do not divide the channels",
        "'{0}' has {1} groups, which do not divide its {2} {3} channels: use {4}",
        "The groups of a convolution divide its input and output channels, those of a group normalizer its channels.");

    public static readonly DiagnosticDescriptor BlockRecursion = Error(
        "SSN015",
        Network,
        "Block contains itself",
        "The stage '{0}' expands '{1}' inside itself ({2}): blocks may nest, but not recur",
        "The expansion of a block that contains itself would not end.");

    public static readonly DiagnosticDescriptor NotABlock = Error(
        "SSN016",
        Definition,
        "Stage without a block",
        "'{0}' repeats '{1}', {2}",
        "The type argument of Stage<TBlock> is a class with [SsnBlock] that code of the project can name.");

    public static readonly DiagnosticDescriptor Misplaced = Error(
        "SSN017",
        Definition,
        "Facet in the wrong place",
        "'{0}': {1}",
        "An attribute has no meaning where it stands.");

    public static readonly DiagnosticDescriptor EmptyModel = Error(
        "SSN018",
        Definition,
        "No layers",
        "'{0}' declares no layers: add partial properties of type Layer or Stage<TBlock>",
        "A model or block has at least one layer or stage.");

    public static readonly DiagnosticDescriptor TooLarge = Error(
        "SSN019",
        Network,
        "Network too large",
        "'{0}' {1}",
        "The network needs more memory, layers or characters than there can be, which is a mistake in a size or a count.");

    public static readonly DiagnosticDescriptor ReservedName = Error(
        "SSN020",
        Definition,
        "Name is taken by generated code",
        "'{0}' {1} '{2}', a name that {3}: rename {4}",
        "The emitted part of a class declares members of its own, and no other may have their names.");

    public static readonly DiagnosticDescriptor Mixture = new(
        "SSN021",
        "Network runs as a mixture",
        "'{0}' runs {1} of its {2} normalized layers as mixtures of normalizers, as they have no selection yet ({3}): train the network and commit the written selection to collapse them",
        Selection,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A layer without [Selected] line runs as the mixture of normalizers that its weights describe. Nothing is wrong; it is only not collapsed.",
        HelpLink("SSN021"));

    public static readonly DiagnosticDescriptor MissingPackage = Error(
        "SSN022",
        Project,
        "Package is missing",
        "'{0}' asks for {1}, but the project does not reference {2}: add the reference{3}",
        "What is asked for is emitted where the project references the package that it runs on.");

    public static readonly DiagnosticDescriptor SingleValues = Error(
        "SSN023",
        Network,
        "Normalizer of single values",
        "Normalizer.{1} of '{0}' has one value to normalize over, as the layer's output is {2}, and makes a constant of it: {3}",
        "A single value less its own mean is 0, whatever the input: the layer would be constant.");

    public static readonly DiagnosticDescriptor UnmarkedClass = Error(
        "SSN024",
        Definition,
        "Layers outside of a model",
        "'{0}' declares layers, but is neither a model nor a block: add [SsnModel], or [SsnBlock] where a stage repeats it",
        "The generator implements the layers of classes with [SsnModel] or [SsnBlock].");

    public static readonly DiagnosticDescriptor SplitLayers = Error(
        "SSN025",
        Definition,
        "Layers in several parts",
        "'{0}' stands in another part of '{1}' than '{2}', which leaves the order of the layers open: declare all of them in one part",
        "A layer reads the previous one, and between files there is no order.");

    public static readonly DiagnosticDescriptor OrphanedSelection = Error(
        "SSN026",
        Selection,
        "Selection without a model",
        "'{0}' has [Selected], but {1}",
        "A selection that stands on no model is read by nobody: the model that it was meant for runs as a mixture.");

    public static readonly DiagnosticDescriptor CompilerOptions = Error(
        "SSN027",
        Project,
        "Project lacks a compiler option",
        "'{0}' needs {1} in its project file: {2}",
        "Layers are partial properties (C# 13), and the emitted code uses pointers.");

    public static readonly DiagnosticDescriptor OnePixel = Warning(
        "SSN028",
        Network,
        "Pictures of one pixel",
        "'{0}' reads pictures of {1}x{2} pixels, as {3}, but '{4}' has windows: write [SsnModel(Height = …, Width = …)], with 1 where 1 is meant",
        "Height and Width of [SsnModel] are 1 where they are not given, which is right for vectors only.");

    public static readonly DiagnosticDescriptor EvenKernel = Warning(
        "SSN029",
        Network,
        "Even kernel with the padding of odd ones",
        "'{0}' makes {1} of {2}: the default padding keeps the size of odd kernels only; give Padding, AutoPad.SameUpper, or an odd kernel",
        "The default padding is Dilation · (Kernel − 1) / 2, rounded down: an even kernel makes the picture one pixel smaller.");

    public static readonly DiagnosticDescriptor UnreadLayer = Warning(
        "SSN030",
        Network,
        "Layer that nobody reads",
        "Nobody reads '{0}', so that it has no effect on the network's output: remove it, or refer to it by [From], [Concat], [Add] or [Multiply], or return it by [Output]",
        "A network returns what its last layer computes, and the layers with [Output]; a layer that does not lead to one of them costs time and memory for nothing.");

    public static readonly DiagnosticDescriptor NormalizerTwice = Warning(
        "SSN031",
        Definition,
        "Normalizer given twice",
        "'{0}' gives Normalizer.{1} more than once, and chooses from {2}: remove one",
        "The normalizers of a layer are a set: repeating one changes nothing.");

    public static readonly DiagnosticDescriptor OtherContract = Error(
        "SSN032",
        Project,
        "Generator and library do not fit",
        "'{0}' is written for contract {1} of SsnGen, but the referenced {2} has {3}: reference all packages of SsnGen in the same version",
        "Emitted code calls the library that is released with its generator. The contract's number says which others would do.");

    public static readonly DiagnosticDescriptor OtherSize = Error(
        "SSN033",
        Network,
        "Network does not fit another size",
        "'{0}' cannot be compiled for pictures of {1} too: {2}",
        "Each [InputSize] compiles the network once more, with the same selection and the same weights: all of its layers must fit that size, and their weights must not depend on it.");

    /// <summary>All of them, in the order of their ids.</summary>
    public static readonly IReadOnlyList<DiagnosticDescriptor> All =
    [
        NotPartial, UnsupportedClass, UnsupportedProperty, WrongMemberType, EmptyLayer, FacetTwice, InvalidValue, ShapeMismatch,
        UnknownLayer, UnknownPath, SelectedTwice, NotInOmega, WindowTooLarge, GroupsDoNotDivide, BlockRecursion, NotABlock,
        Misplaced, EmptyModel, TooLarge, ReservedName, Mixture, MissingPackage, SingleValues, UnmarkedClass, SplitLayers,
        OrphanedSelection, CompilerOptions, OnePixel, EvenKernel, UnreadLayer, NormalizerTwice, OtherContract, OtherSize,
    ];

    private static DiagnosticDescriptor Error(string id, string category, string title, string message, string description) =>
        new(id, title, message, category, DiagnosticSeverity.Error, isEnabledByDefault: true, description, HelpLink(id));

    private static DiagnosticDescriptor Warning(string id, string category, string title, string message, string description) =>
        new(id, title, message, category, DiagnosticSeverity.Warning, isEnabledByDefault: true, description, HelpLink(id));

    // The page's place in the repository, which has no address yet.
    private static string HelpLink(string id) => "docs/diagnostics/" + id + ".md";
}
