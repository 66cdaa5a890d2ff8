using SsnGen.Generator.Text;

namespace SsnGen.Generator.Definitions;

/// <summary>A model as it was written: nothing checked, nothing inferred, no Roslyn type.</summary>
/// <param name="Class">The class itself.</param>
/// <param name="Sample">What it says of its first input.</param>
/// <param name="Kernels">Whether it asks for training kernels.</param>
/// <param name="IsReadable">Whether <c>[SsnModel]</c>, each <c>[Selected]</c> and each <c>[InputSize]</c> compile.</param>
/// <param name="AttributePlace">Where <c>[SsnModel]</c> stands.</param>
/// <param name="Blocks">Each block that its stages reach, directly or through other blocks.</param>
/// <param name="Sizes">The sizes of pictures that it is compiled for beside its own.</param>
internal sealed record ModelDefinition(
    ClassDefinition Class,
    SampleDefinition Sample,
    Backend Backend,
    bool HalfStorage,
    bool Kernels,
    bool IsReadable,
    Place AttributePlace,
    EquatableArray<BlockDefinition> Blocks,
    EquatableArray<SelectedDefinition> Selected,
    EquatableArray<SizeDefinition> Sizes)
{
    public string Name => Class.Name;

    public EquatableArray<MemberDefinition> Members => Class.Members;
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
