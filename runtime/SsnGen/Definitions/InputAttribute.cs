namespace SsnGen;

/// <summary>
/// Declares a further input of a model, beside the one that <see cref="SsnModelAttribute"/> describes: a second picture, a mask, what is known
/// of each sample. On a partial property of type <see cref="NetworkInput"/>, which layers behind it name in <see cref="FromAttribute"/>,
/// <see cref="ConcatAttribute"/>, <see cref="AddAttribute"/> and <see cref="MultiplyAttribute"/>. <c>Run</c> takes it under its name, behind
/// the inputs before it; the training module's <c>ForwardAll</c> takes it in that order.
/// </summary>
/// <remarks>As <see cref="SsnModelAttribute"/> says it: pictures, clips where there is a depth, sequences where there is a length; a vector where there is none of these.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InputAttribute : Attribute
{
    /// <summary>Channels; at least 1.</summary>
    public int Channels { get; set; } = 1;

    /// <summary>Height in pixels; at least 1.</summary>
    public int Height { get; set; } = 1;

    /// <summary>Width in pixels; at least 1.</summary>
    public int Width { get; set; } = 1;

    /// <summary>Frames of each sample, where it is a clip of pictures; at least 1.</summary>
    public int Depth { get; set; } = 1;

    /// <summary>Places of each sample, where it is a sequence, in place of <see cref="Height"/> and <see cref="Width"/>; at least 1.</summary>
    public int Length { get; set; } = 1;
}
