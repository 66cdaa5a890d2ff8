namespace SsnGen;

/// <summary>The shape of one sample: [Channels, Height, Width].</summary>
/// <param name="Channels">Channels.</param>
/// <param name="Height">Height in pixels; 1 for vectors.</param>
/// <param name="Width">Width in pixels; 1 for vectors.</param>
public readonly record struct Shape(int Channels, int Height, int Width)
{
    /// <summary>Values of one channel of one sample: Height · Width.</summary>
    public int SlabSize => Height * Width;

    /// <summary>Values of one sample.</summary>
    public int Length => Channels * SlabSize;

    /// <summary>Whether values of this shape can multiply those of another: each one by its own, or all of a channel by one.</summary>
    internal bool Multiplies(Shape values) => this == values || this == values with { Height = 1, Width = 1 };

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(SlabSize == 1 ? $"{Channels}" : (FormattableString)$"{Channels}x{Height}x{Width}");
}
