using SsnGen.Generator.Text;

namespace SsnGen.Generator.Definitions;

/// <summary>A model as it was written: nothing checked, nothing inferred, no Roslyn type.</summary>
/// <param name="Class">The class itself.</param>
/// <param name="Length">The length of the input's sequences, or null where none is given.</param>
/// <param name="Depth">The depth of the input's clips, or null where none is given.</param>
/// <param name="Height">The height of the input, or null where none is given.</param>
/// <param name="Width">The width of the input, or null where none is given.</param>
/// <param name="Kernels">Whether it asks for training kernels.</param>
/// <param name="IsReadable">Whether <c>[SsnModel]</c> and each <c>[Selected]</c> compile.</param>
/// <param name="AttributePlace">Where <c>[SsnModel]</c> stands.</param>
/// <param name="Blocks">Each block that its stages reach, directly or through other blocks.</param>
internal sealed record ModelDefinition(
    ClassDefinition Class,
    int Channels,
    int? Length,
    int? Depth,
    int? Height,
    int? Width,
    Backend Backend,
    bool HalfStorage,
    bool Kernels,
    bool IsReadable,
    Place AttributePlace,
    EquatableArray<BlockDefinition> Blocks,
    EquatableArray<SelectedDefinition> Selected)
{
    public string Name => Class.Name;

    public EquatableArray<MemberDefinition> Members => Class.Members;

    /// <summary>The shape of the input.</summary>
    public Shape Input => Length is { } length ? new(Channels, length) : Depth is { } depth ? new(Channels, depth, Height ?? 1, Width ?? 1) : new(Channels, Height ?? 1, Width ?? 1);
}

/// <summary>A block as it was written.</summary>
internal sealed record BlockDefinition(ClassDefinition Class)
{
    public string Name => Class.Name;

    /// <summary>Its full name with <c>global::</c>, by which stages name it.</summary>
    public string FullName => Class.FullName;

    public EquatableArray<MemberDefinition> Members => Class.Members;

    /// <summary>Whether a layer of it adds the block's input.</summary>
    public bool HasShortcut => Members.Any(static m => m.HasShortcut);
}

/// <summary>One <c>[Selected]</c>.</summary>
internal sealed record SelectedDefinition(string Path, Normalizer Mean, Normalizer Variance, Place Place)
{
    /// <summary>The attribute as training writes it.</summary>
    public string Text => $"[Selected({Literal.Of(Path)}, Normalizer.{Mean}, Normalizer.{Variance})]";
}
