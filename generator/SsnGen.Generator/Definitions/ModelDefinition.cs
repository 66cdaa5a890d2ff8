namespace SsnGen.Generator.Definitions;

/// <summary>A model as it was written: nothing checked, nothing inferred, no Roslyn type.</summary>
/// <param name="Namespace">Its namespace, empty for the global one.</param>
/// <param name="Modifiers">Its modifiers as the other parts must repeat them, such as <c>public sealed partial</c>.</param>
/// <param name="AttributePlace">Where <c>[SsnModel]</c> stands.</param>
/// <param name="Blocks">Each block that its stages reach, directly or through other blocks.</param>
internal sealed record ModelDefinition(
    string Namespace,
    string Name,
    string Modifiers,
    TypeForm Form,
    Place Place,
    int Channels,
    int Height,
    int Width,
    Backend Backend,
    bool HalfStorage,
    Place AttributePlace,
    EquatableArray<MemberDefinition> Members,
    EquatableArray<BlockDefinition> Blocks,
    EquatableArray<SelectedDefinition> Selected);

/// <summary>A block as it was written.</summary>
/// <param name="FullName">Its full name with <c>global::</c>, by which stages name it.</param>
internal sealed record BlockDefinition(
    string Namespace,
    string Name,
    string FullName,
    string Modifiers,
    TypeForm Form,
    Place Place,
    EquatableArray<MemberDefinition> Members)
{
    /// <summary>Whether a layer of it adds the block's input.</summary>
    public bool HasShortcut => Members.Any(static m => m.Facets.Any(static f => f is ShortcutFacet));
}

/// <summary>What kind of type carries the attribute, as far as it matters.</summary>
[Flags]
internal enum TypeForm
{
    Supported = 0,
    NotPartial = 1,
    Nested = 2,
    Generic = 4,
    StaticOrAbstract = 8,
    Record = 16,
}

/// <summary>What type a property has.</summary>
internal enum MemberKind
{
    Layer,
    Stage,
    Other,
}

/// <summary>A property of a model or block that carries facets or has a layer's or stage's type.</summary>
/// <param name="Modifiers">Its modifiers as the implementing part must repeat them.</param>
/// <param name="TypeName">Its type as written, for messages.</param>
/// <param name="BlockType">For a stage: the full name of its block.</param>
/// <param name="IsImplementable">Whether it is a partial, get-only property.</param>
internal sealed record MemberDefinition(
    string Name,
    string Modifiers,
    MemberKind Kind,
    string TypeName,
    string? BlockType,
    bool IsImplementable,
    Place Place,
    EquatableArray<Facet> Facets);

/// <summary>One <c>[Selected]</c>.</summary>
internal sealed record SelectedDefinition(string Path, Normalizer Mean, Normalizer Variance, string Line, Place Place);
