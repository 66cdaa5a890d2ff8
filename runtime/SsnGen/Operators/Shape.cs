namespace SsnGen;

/// <summary>
/// The shape of one sample: channels of a picture, [Channels, Height, Width]; of a clip of pictures, [Channels, Depth, Height, Width]; or
/// of a sequence, [Channels, Width].
/// </summary>
/// <param name="Channels">Channels.</param>
/// <param name="Height">Height in pixels; 1 for vectors and sequences.</param>
/// <param name="Width">Width in pixels, or the length of a sequence; 1 for vectors.</param>
public readonly record struct Shape(int Channels, int Height, int Width)
{
    /// <summary>A sequence.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="length">Places of the sequence.</param>
    public Shape(int channels, int length)
        : this(channels, Height: 1, length) => Rank = 1;

    /// <summary>A clip.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="depth">Frames.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    public Shape(int channels, int depth, int height, int width)
        : this(channels, height, width) => (Rank, Depth) = (3, depth);

    /// <summary>How many sides a channel has: 1 of a sequence, 2 of a picture or a vector, 3 of a clip.</summary>
    public int Rank { get; } = 2;

    /// <summary>Frames of a clip; 1 for all else.</summary>
    public int Depth { get; } = 1;

    /// <summary>The sides of a channel, outermost first: [Width], [Height, Width] or [Depth, Height, Width].</summary>
    public IReadOnlyList<int> Sides => Rank switch
    {
        1 => [Width],
        2 => [Height, Width],
        _ => [Depth, Height, Width],
    };

    /// <summary>Values of one channel of one sample: Depth · Height · Width.</summary>
    public int SlabSize => Depth * Height * Width;

    /// <summary>Values of one sample.</summary>
    public int Length => Channels * SlabSize;

    /// <summary>The sides in words, such as <c>16x16</c>.</summary>
    internal string Size => string.Join("x", Sides.Select(static s => FormattableString.Invariant($"{s}")));

    /// <summary>One value per channel, with as many sides as this has.</summary>
    internal Shape Pixel => Of(Channels, [.. Sides.Select(static _ => 1)]);

    /// <summary>The shape of channels with some sides.</summary>
    /// <param name="channels">Channels.</param>
    /// <param name="sides">The sides, outermost first.</param>
    internal static Shape Of(int channels, IReadOnlyList<int> sides) => sides.Count switch
    {
        1 => new(channels, sides[0]),
        2 => new(channels, sides[0], sides[1]),
        _ => new(channels, sides[0], sides[1], sides[2]),
    };

    /// <summary>Whether values of this shape lie as those of another do, though one may be a vector by itself and the other one of as many sides as its neighbours.</summary>
    /// <param name="other">The other shape.</param>
    internal bool IsLike(Shape other) => this == other || (SlabSize == 1 && other.SlabSize == 1 && Channels == other.Channels);

    /// <summary>Whether channels of this shape and of another can stand one after the other.</summary>
    /// <param name="other">The other shape.</param>
    internal bool Joins(Shape other) => IsLike(other with { Channels = Channels });

    /// <summary>Whether values of this shape can multiply those of another: each one by its own, or all of a channel by one.</summary>
    internal bool Multiplies(Shape values) => IsLike(values) || IsLike(values.Pixel);

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Channels}{(SlabSize == 1 ? "" : "x" + Size)}");
}
