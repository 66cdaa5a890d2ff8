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

    /// <summary>Whether it says by itself what <c>ToString</c> gives, or has another member of that name; emitted code then leaves it alone.</summary>
    public bool HasToString { get; init; }

    /// <summary>Whether a further part of it compiles, so that its properties can be implemented and the compiler comes to its analyzers.</summary>
    public bool CanHaveParts => Name.Length > 0 && (Form & ClassForm.WithoutParts) == 0;

    /// <summary>Whether the compiler itself has an error about the class or a property, so that it means nothing.</summary>
    public bool IsUnreadable => Name.Length == 0 || Form.HasFlag(ClassForm.DeclaredTwice) || Members.Any(static m => !m.IsReadable);
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

    /// <summary>One of two types of its name: the compiler says so.</summary>
    DeclaredTwice = 1 << 12,

    /// <summary>Forms that no further part can be written for: the compiler stops before it asks its analyzers.</summary>
    WithoutParts = NotPartial | NotAClass | FileLocal | InNotPartial | StaticWithLayers | DeclaredTwice,
}
