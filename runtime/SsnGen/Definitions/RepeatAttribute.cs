namespace SsnGen;

/// <summary>Says how often a stage repeats its block, and with which channels and stride.</summary>
/// <param name="count">How often the block is repeated; at least 1.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RepeatAttribute(int count) : Attribute
{
    /// <summary>How often the block is repeated.</summary>
    public int Count { get; } = count;

    /// <summary>Channels of the stage: what a <c>[Conv]</c> of the block without channels of its own produces.</summary>
    public int Channels { get; set; }

    /// <summary>Stride of the first block's <c>[Conv(Strided = true)]</c> layers; later blocks have stride 1. Default 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Strides along each side, outermost first, such as <c>[1, 2, 2]</c> of clips whose frames stay, in place of <see cref="Stride"/>.</summary>
    public int[]? Strides { get; set; }
}
