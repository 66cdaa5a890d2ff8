namespace SsnGen;

/// <summary>Produces the layer's values by repeating each pixel: [N, C, H, W] becomes [N, C, factor·H, factor·W], nearest neighbours.</summary>
/// <param name="factor">How often a pixel is repeated in each direction; at least 2.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UpsampleAttribute(int factor) : ProducerAttribute
{
    /// <summary>How often a pixel is repeated in each direction.</summary>
    public int Factor { get; } = factor;
}

public abstract partial record Producer
{
    /// <summary>Each pixel repeated in both directions.</summary>
    /// <param name="Factor">How often, in each direction.</param>
    public sealed partial record Upsample(int Factor) : Producer
    {
        /// <inheritdoc/>
        public override string Words => FormattableString.Invariant($"{Factor}x{Factor} upsampling");

        internal override object[] Arguments => [Factor];

        internal override bool IsSpatial => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits)
        {
            var (height, width) = ((long)input.Height * Factor, (long)input.Width * Factor);
            if (height > Window.MostPixels || width > Window.MostPixels || height * width > Window.MostPixels)
            {
                misfits.Add(new SizeMisfit(height, width));
                return input;
            }

            return new Shape(input.Channels, (int)height, (int)width);
        }
    }
}
