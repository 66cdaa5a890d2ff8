namespace SsnGen.Generator.Definitions;

/// <summary>
/// A class with layers as it was written: nothing checked, nothing inferred, no Roslyn type. What is the same for a network, a
/// block, and a class that is neither because its attribute was forgotten.
/// </summary>
/// <param name="Namespace">Its namespace as code writes it (<c>App.@event</c>), empty for the global one.</param>
/// <param name="Name">Its name, without <c>@</c>.</param>
/// <param name="FullName">Its full name as code writes it, with <c>global::</c>.</param>
/// <param name="Modifiers">Its modifiers as the other parts must repeat them, such as <c>public sealed partial</c>.</param>
/// <param name="Parts">The heads of a further part of it: the types that it is nested in, then itself, such as <c>partial class Net</c>.</param>
/// <param name="Form">What is unusual about it.</param>
/// <param name="Place">Where its name stands.</param>
/// <param name="Members">Its layers and stages, in the order in which they are written.</param>
/// <param name="Problems">What it declares that a class with layers cannot have.</param>
/// <param name="Warnings">Ids of compiler warnings that code that names it must not give, such as <c>CS0618</c> where it is obsolete.</param>
internal sealed record ClassDefinition(
    string Namespace,
    string Name,
    string FullName,
    string Modifiers,
    EquatableArray<string> Parts,
    ClassForm Form,
    Place Place,
    EquatableArray<MemberDefinition> Members,
    EquatableArray<ClassProblem> Problems,
    EquatableArray<string> Warnings)
{
    /// <summary>What tells it from all other types of the project, those of its name but of another kind included, which the compiler refuses.</summary>
    public string Key => FullName + " " + Parts[Parts.Length - 1];

    /// <summary>Whether a further part of it compiles, so that its properties can be implemented and the compiler comes to its analyzers.</summary>
    public bool CanHaveParts => Name.Length > 0 && (Form & ClassForm.WithoutParts) == 0;

    /// <summary>Whether a property cannot be read, because the compiler itself has an error about it.</summary>
    public bool IsUnreadable => Name.Length == 0 || Members.Any(static m => !m.IsReadable);
}

/// <summary>What kind of type carries the attribute, as far as it matters.</summary>
[Flags]
internal enum ClassForm
{
    Supported = 0,
    NotPartial = 1 << 0,
    Nested = 1 << 1,
    Generic = 1 << 2,
    Static = 1 << 3,
    Abstract = 1 << 4,
    Record = 1 << 5,

    /// <summary>A struct or an interface.</summary>
    NotAClass = 1 << 6,

    /// <summary><c>file</c>: its other parts would have to stand in the same file.</summary>
    FileLocal = 1 << 7,

    /// <summary>Nested in a type that is not partial.</summary>
    InNotPartial = 1 << 8,

    /// <summary>Static, with properties that are not: the compiler says so itself.</summary>
    StaticWithLayers = 1 << 9,

    /// <summary>A model and a block at once.</summary>
    ModelAndBlock = 1 << 10,

    /// <summary>Derived from a model or a block.</summary>
    Derived = 1 << 11,

    /// <summary>Forms that no further part can be written for: the compiler stops before it asks its analyzers.</summary>
    WithoutParts = NotPartial | NotAClass | FileLocal | InNotPartial | StaticWithLayers,
}

/// <summary>Something that a class with layers cannot have.</summary>
/// <param name="Kind">What.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Detail">Who has it, for what is inherited.</param>
internal sealed record ClassProblem(ClassProblemKind Kind, string Name, string Detail, Place Place);

/// <summary>Kinds of what a class with layers cannot have.</summary>
internal enum ClassProblemKind
{
    /// <summary>A constructor of its own.</summary>
    Constructor,

    /// <summary>A member that must be set where it is created.</summary>
    Required,

    /// <summary>A base class without a constructor that takes nothing.</summary>
    BaseConstructor,

    /// <summary>A member whose name the emitted part declares.</summary>
    TakenName,

    /// <summary>A member of a base class whose name the emitted part declares.</summary>
    InheritedName,

    /// <summary>A layer with the name of a member of a base class.</summary>
    HidingLayer,

    /// <summary>The class itself has the name of an emitted member.</summary>
    OwnName,

    /// <summary>A layer that stands in another part than the first.</summary>
    SplitLayers,
}

/// <summary>What type a property has.</summary>
internal enum MemberKind
{
    Layer,
    Stage,
    Other,
}

/// <summary>What is unusual about a property.</summary>
[Flags]
internal enum MemberForm
{
    Supported = 0,
    NotPartial = 1 << 0,
    Static = 1 << 1,
    HasSetter = 1 << 2,
    Implemented = 1 << 3,
    Indexer = 1 << 4,
    WrongType = 1 << 5,
}

/// <summary>A property of a class that carries facets or has a layer's or stage's type.</summary>
/// <param name="Name">Its name, without <c>@</c>.</param>
/// <param name="Modifiers">Its modifiers as the implementing part must repeat them.</param>
/// <param name="TypeName">Its type as written, for messages.</param>
/// <param name="Block">For a stage: its block.</param>
/// <param name="Stub">Its implementing part up to the accessors, or null where none is needed or none can compile.</param>
/// <param name="Accessors">The accessors of that part, such as <c>get</c> or <c>private set</c>.</param>
/// <param name="IsReadable">Whether the compiler has no errors about its attributes and name, as far as can be seen from here.</param>
internal sealed record MemberDefinition(
    string Name,
    string Modifiers,
    MemberKind Kind,
    string TypeName,
    BlockReference? Block,
    MemberForm Form,
    string? Stub,
    EquatableArray<string> Accessors,
    bool IsReadable,
    Place Place,
    EquatableArray<Facet> Facets);

/// <summary>What a stage says of its block.</summary>
/// <param name="FullName">Its full name as code writes it, with <c>global::</c>.</param>
/// <param name="Problem">Why it is no block that code can name.</param>
internal sealed record BlockReference(string FullName, BlockProblem Problem)
{
    /// <summary>What messages call it.</summary>
    public string DisplayName => FullName.Replace("global::", "").Replace("@", "");

    /// <summary>Its name alone.</summary>
    public string Name => DisplayName.Substring(DisplayName.LastIndexOf('.') + 1);
}

/// <summary>Why the type argument of a stage is no block that code can name.</summary>
internal enum BlockProblem
{
    None,

    /// <summary>A class of the same project without the attribute.</summary>
    NoAttribute,

    /// <summary>No class that the attribute could be added to.</summary>
    NoClass,

    /// <summary>A class that only an extern alias reaches.</summary>
    ExternAlias,

    /// <summary>One of two classes of the same full name, of different assemblies.</summary>
    Ambiguous,
}
