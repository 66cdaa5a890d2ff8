namespace SsnGen;

/// <summary>How values between pixels are found.</summary>
public enum Interpolation
{
    /// <summary>The value of one pixel: of an output of n pixels from m, pixel i is that of ⌊i·m / n⌋, as PyTorch's <c>nearest</c>.</summary>
    Nearest,

    /// <summary>Of the two pixels on both sides, by their distance, in each direction, as PyTorch's <c>bilinear</c>.</summary>
    Bilinear,
}

/// <summary>A producer that gives its input another size.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class ResizingAttribute : ProducerAttribute
{
    private protected ResizingAttribute()
    {
    }

    /// <summary>How values between pixels are found. Default <see cref="Interpolation.Nearest"/>.</summary>
    public Interpolation Mode { get; set; }

    /// <summary>
    /// For <see cref="Interpolation.Bilinear"/>: whether the centers of the corner pixels of both sizes lie on each other, instead of their
    /// outer corners. Default false, PyTorch's too.
    /// </summary>
    public bool AlignCorners { get; set; }
}

/// <summary>Produces the layer's values by enlarging its input: [N, C, H, W] becomes [N, C, factor·H, factor·W].</summary>
/// <param name="factor">By what, in each direction; at least 2.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UpsampleAttribute(int factor) : ResizingAttribute
{
    /// <summary>By what it is enlarged in each direction.</summary>
    public int Factor { get; } = factor;
}

/// <summary>Produces the layer's values by giving its input the height and width of another layer, such as that of a skip connection.</summary>
/// <param name="like">The name of an earlier property whose height and width are taken, or <see cref="LayerSource.Input"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResizeAttribute(string like) : ResizingAttribute
{
    /// <summary>The name of the property whose height and width are taken.</summary>
    public string Like { get; } = like;
}

public abstract partial record Producer
{
    /// <summary>The input in another size.</summary>
    /// <param name="Height">Its height in pixels.</param>
    /// <param name="Width">Its width in pixels.</param>
    public abstract partial record Resize(int Height, int Width) : Producer
    {
        internal override bool IsSpatial => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits) =>
            RankMisfit.IsPicture(input, misfits) ? new Shape(input.Channels, Height, Width) : input;

        private protected string Size => FormattableString.Invariant($"{Height}x{Width}");
    }

    /// <summary>The input in another size, by the values of single pixels.</summary>
    /// <param name="Height">Its height in pixels.</param>
    /// <param name="Width">Its width in pixels.</param>
    public sealed partial record ResizeNearest(int Height, int Width) : Resize(Height, Width)
    {
        /// <inheritdoc/>
        public override string Words => $"resized to {Size} by nearest pixels";

        internal override object[] Arguments => [Height, Width];
    }

    /// <summary>The input in another size, by the distances to the pixels around.</summary>
    /// <param name="Height">Its height in pixels.</param>
    /// <param name="Width">Its width in pixels.</param>
    /// <param name="AlignsCorners">Whether the centers of the corner pixels lie on each other.</param>
    public sealed partial record ResizeBilinear(int Height, int Width, bool AlignsCorners = false) : Resize(Height, Width)
    {
        /// <inheritdoc/>
        public override string Words => $"resized to {Size} bilinearly{(AlignsCorners ? ", corners aligned" : "")}";

        internal override object[] Arguments => [Height, Width, AlignsCorners];

        internal override long WorkPerValue(Shape input) => 4;
    }
}
