namespace SsnGen;

/// <summary>Produces the layer's values by a convolution: of pictures in two directions, of clips in three, of sequences in one. Weights are named <c>PATH.conv.weight</c>, [O, I / Groups, sides of the kernel].</summary>
/// <param name="channels">Output channels; 0 (the default) for as many as it reads with <see cref="Depthwise"/> or <see cref="Expansion"/>, and otherwise, in blocks only, for the channels of the stage.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConvAttribute(int channels = 0) : WindowAttribute
{
    /// <summary>Output channels, or 0 for those that it reads or those of the stage.</summary>
    public int Channels { get; } = channels;

    /// <summary>In a block: the channels of the stage are divided by this (4 for a bottleneck's inner layers). Default 1.</summary>
    public int Reduction { get; set; } = 1;

    /// <summary>The channels that it reads are multiplied by this (6 for the first layer of an inverted bottleneck), in place of Channels. Default 0: they are not.</summary>
    public int Expansion { get; set; }

    /// <summary>Whether each channel is convolved by itself: as many groups as it reads channels. It produces as many, unless told otherwise.</summary>
    public bool Depthwise { get; set; }

    /// <summary>Each side of the kernel. Default 1.</summary>
    public int Kernel { get; set; } = 1;

    /// <summary>Step of the kernel, in pixels. Default 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>In a block: use the stride of the stage in its first block, and 1 in later ones.</summary>
    public bool Strided { get; set; }

    /// <summary>Zeros added on each side. The default, −1, is Dilation · (Kernel − 1) / 2, which keeps the size where the kernel is odd and the stride 1.</summary>
    public int Padding { get; set; } = -1;

    /// <summary>Distance between the kernel's taps, in pixels. Default 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Distances between the kernel's taps along each side, in place of <see cref="Dilation"/>.</summary>
    public int[]? Dilations { get; set; }

    /// <summary>Groups of channels that are convolved separately; must divide input and output channels. Default 1.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Whether a bias is added. The default: only where the layer is not normalized, whose shift makes it redundant.</summary>
    public bool Bias { get; set; }
}

public abstract partial record Producer
{
    /// <summary>Convolution; weights [O, I / Groups, sides of the kernel] under <c>PATH.conv.weight</c>, bias [O] under <c>PATH.conv.bias</c>.</summary>
    /// <param name="Channels">Output channels O.</param>
    /// <param name="Window">The kernel's window; zeros lie around the picture.</param>
    /// <param name="Groups">Groups of channels.</param>
    /// <param name="Bias">Whether there is a bias.</param>
    public sealed partial record Conv(int Channels, Window Window, int Groups, bool Bias) : Producer
    {
        /// <inheritdoc/>
        public override string Words => FormattableString.Invariant($"{Window.Size} convolution{Window.Words}{(Groups > 1 ? $", {Groups} groups" : "")}");

        internal override object[] Arguments => [Channels, Window, Groups, Bias];

        internal override Border Border => Window.Border;

        internal override bool IsSpatial => Window.Taps > 1;

        /// <inheritdoc/>
        public override ProducerWeights Weights(Shape input) => new("conv", Channels, input.Channels / Groups, [.. Window.Axes.Select(static a => a.Kernel)], Bias);

        /// <inheritdoc/>
        public override bool IsWeightedSum => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits)
        {
            if (input.Channels % Groups != 0)
            {
                misfits.Add(new GroupsMisfit(Groups, input.Channels, "input", Channels));
            }

            if (Channels % Groups != 0)
            {
                misfits.Add(new GroupsMisfit(Groups, Channels, "output", input.Channels));
            }

            return Window.Infer(input, Channels, misfits);
        }

        internal override long WorkPerValue(Shape input) => (long)input.Channels / Groups * Window.Taps;
    }
}
