namespace SsnGen;

/// <summary>Produces the layer's values by mixing the channels of some groups: channel i of group j of g becomes channel i·g + j, as PyTorch's.</summary>
/// <param name="groups">How many groups; they divide the channels.</param>
/// <remarks>Zhang et al., ShuffleNet, CVPR 2018.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ChannelShuffleAttribute(int groups) : ProducerAttribute
{
    /// <summary>How many groups.</summary>
    public int Groups { get; } = groups;
}

/// <summary>Produces the layer's values from one of several equal parts of its input's channels: [N, C, H, W] becomes [N, C / parts, H, W].</summary>
/// <param name="index">Which part, from 0 on.</param>
/// <param name="parts">How many parts there are; they divide the channels.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ChunkAttribute(int index, int parts) : ProducerAttribute
{
    /// <summary>Which part, from 0 on.</summary>
    public int Index { get; } = index;

    /// <summary>How many parts there are.</summary>
    public int Parts { get; } = parts;
}

/// <summary>
/// Produces the layer's values by making pixels of channels: [N, C·factor², H, W] becomes [N, C, factor·H, factor·W], as PyTorch's
/// <c>PixelShuffle</c> or TensorFlow's <c>depth_to_space</c>.
/// </summary>
/// <param name="factor">By what the picture is enlarged in each direction; its square divides the channels.</param>
/// <remarks>Shi et al., CVPR 2016.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DepthToSpaceAttribute(int factor) : ProducerAttribute
{
    /// <summary>By what the picture is enlarged in each direction.</summary>
    public int Factor { get; } = factor;

    /// <summary>Whether all channels of the first pixel come first, as TensorFlow has it, instead of all pixels of the first channel. Default false, PyTorch's.</summary>
    public bool PixelsFirst { get; set; }
}

public abstract partial record Producer
{
    /// <summary>The channels in another order.</summary>
    /// <param name="Groups">The groups that are mixed.</param>
    public sealed partial record ChannelShuffle(int Groups) : Producer
    {
        /// <inheritdoc/>
        public override string Words => FormattableString.Invariant($"channels of {Groups} groups mixed");

        internal override object[] Arguments => [Groups];

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits)
        {
            if (input.Channels % Groups != 0)
            {
                misfits.Add(new GroupsMisfit(Groups, input.Channels, "input", input.Channels));
            }

            return input;
        }
    }

    /// <summary>Some of the channels.</summary>
    /// <param name="Index">Which part.</param>
    /// <param name="Parts">Of how many.</param>
    public sealed partial record Chunk(int Index, int Parts) : Producer
    {
        /// <inheritdoc/>
        public override string Words => FormattableString.Invariant($"part {Index + 1} of {Parts} of its channels");

        internal override object[] Arguments => [Index, Parts];

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits)
        {
            if (input.Channels % Parts != 0)
            {
                misfits.Add(new ValueMisfit("Parts", Parts, FormattableString.Invariant($"one that divides the {input.Channels} channels that it reads")));
                return input;
            }

            return input with { Channels = input.Channels / Parts };
        }

        /// <summary>The first channel of the part.</summary>
        /// <param name="input">The shape of one sample that it reads.</param>
        public int First(Shape input) => Index * (input.Channels / Parts);
    }

    /// <summary>Pixels made of channels.</summary>
    /// <param name="Factor">How many, in each direction.</param>
    /// <param name="PixelsFirst">Whether all channels of the first pixel come first, instead of all pixels of the first channel.</param>
    public sealed partial record DepthToSpace(int Factor, bool PixelsFirst = false) : Producer
    {
        /// <inheritdoc/>
        public override string Words => FormattableString.Invariant($"{Factor}x{Factor} pixels of channels{(PixelsFirst ? ", pixel by pixel" : "")}");

        internal override object[] Arguments => [Factor, PixelsFirst];

        internal override bool IsSpatial => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits)
        {
            if (!RankMisfit.IsPicture(input, misfits))
            {
                return input;
            }

            var (square, height, width) = ((long)Factor * Factor, (long)Factor * input.Height, (long)Factor * input.Width);
            if (input.Channels % square != 0)
            {
                misfits.Add(new ValueMisfit("Factor", Factor, FormattableString.Invariant($"one whose square divides the {input.Channels} channels that it reads")));
                return input;
            }

            // As many values as there were.
            return new Shape((int)(input.Channels / square), (int)height, (int)width);
        }
    }
}
