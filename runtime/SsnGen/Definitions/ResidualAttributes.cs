namespace SsnGen;

/// <summary>Adds the output of an earlier layer, of the same shape, before the activation.</summary>
/// <param name="source">The name of the property to add, or <see cref="LayerSource.Input"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AddAttribute(string source) : Attribute
{
    /// <summary>The name of the property to add.</summary>
    public string Source { get; } = source;
}

/// <summary>
/// In a block: adds the block's input before the activation. Where its shape differs from the layer's, it goes through
/// a strided 1×1 convolution with its own normalization, under the path <c>STAGE.INDEX.Shortcut</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShortcutAttribute : Attribute;

/// <summary>Reads another layer than the previous one.</summary>
/// <param name="source">The name of the property to read, or <see cref="LayerSource.Input"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FromAttribute(string source) : Attribute
{
    /// <summary>The name of the property to read.</summary>
    public string Source { get; } = source;
}
