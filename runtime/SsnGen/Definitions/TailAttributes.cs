namespace SsnGen;

/// <summary>
/// Adds the output of an earlier layer, of the same shape, before the activation. Given several times, and beside
/// <see cref="ShortcutAttribute"/> and <see cref="MultiplyAttribute"/>, in the order of the attributes; a sum directly behind what is produced or
/// normalized costs no pass over memory of its own.
/// </summary>
/// <param name="source">The name of the property to add, or <see cref="LayerSource.Input"/>.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class AddAttribute(string source) : Attribute
{
    /// <summary>The name of the property to add.</summary>
    public string Source { get; } = source;
}

/// <summary>
/// Multiplies by the output of an earlier layer before the activation: value by value where it has the same shape, and each channel by its
/// own factor where it is one pixel of as many channels, as squeeze-excitation does. Given several times, and beside
/// <see cref="AddAttribute"/> and <see cref="ShortcutAttribute"/>, in the order of the attributes. In the collapsed network the product, the sum
/// behind it and the activation are one pass over memory.
/// </summary>
/// <param name="source">The name of the property to multiply by, or <see cref="LayerSource.Input"/>.</param>
/// <remarks>Squeeze-excitation: Hu et al., CVPR 2018.</remarks>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class MultiplyAttribute(string source) : Attribute
{
    /// <summary>The name of the property to multiply by.</summary>
    public string Source { get; } = source;
}

/// <summary>
/// In a block: adds the block's input before the activation. Where its shape differs from the layer's, it goes through
/// a strided 1×1 convolution with its own normalization, under the path <c>STAGE.INDEX.Shortcut</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ShortcutAttribute : Attribute;
