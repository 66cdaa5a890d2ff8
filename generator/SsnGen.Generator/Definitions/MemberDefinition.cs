namespace SsnGen.Generator.Definitions;

/// <summary>What type a property has.</summary>
internal enum MemberKind
{
    Layer,
    Stage,
    Input,
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
    EquatableArray<Facet> Facets)
{
    /// <summary>Whether the network returns it.</summary>
    public bool IsOutput => Facets.Any(static f => f is OutputFacet);

    /// <summary>Whether only training returns it.</summary>
    public bool IsTrainingOnly => Facets.Any(static f => f is OutputFacet { IsTrainingOnly: true });

    /// <summary>Whether it adds the input of its block.</summary>
    public bool HasShortcut => Facets.Any(static f => f is ShortcutFacet);
}
