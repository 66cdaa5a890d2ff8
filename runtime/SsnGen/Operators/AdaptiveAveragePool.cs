namespace SsnGen;

/// <summary>
/// Produces the layer's values by averaging as many windows as are asked for, whatever the size of the input: [N, C, H, W] becomes
/// [N, C, height, width]. Window i of n over m pixels reaches from ⌊i·m / n⌋ to ⌈(i + 1)·m / n⌉, as PyTorch's.
/// </summary>
/// <param name="height">Windows along the height; at least 1.</param>
/// <param name="width">Windows along the width; 0 (the default) for as many.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AdaptiveAveragePoolAttribute(int height, int width = 0) : ProducerAttribute
{
    /// <summary>Windows along the height.</summary>
    public int Height { get; } = height;

    /// <summary>Windows along the width; 0 for as many.</summary>
    public int Width { get; } = width;
}

public abstract partial record Producer
{
    /// <summary>The averages of so many windows.</summary>
    /// <param name="Height">Windows along the height.</param>
    /// <param name="Width">Windows along the width.</param>
    public sealed partial record AdaptiveAveragePool(int Height, int Width) : Producer
    {
        /// <inheritdoc/>
        public override string Words => FormattableString.Invariant($"averages of {Height}x{Width} windows");

        internal override object[] Arguments => [Height, Width];

        internal override bool IsSpatial => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits) =>
            RankMisfit.IsPicture(input, misfits) ? new Shape(input.Channels, Height, Width) : input;

        internal override long WorkPerValue(Shape input) => Sizes(input.Height, Height) * Sizes(input.Width, Width);

        // About as many as each window has.
        private static long Sizes(int size, int windows) => ((long)size + windows - 1) / windows;
    }
}
