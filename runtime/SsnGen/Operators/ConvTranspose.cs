namespace SsnGen;

/// <summary>
/// Produces the layer's values by a transposed 2-d convolution, which enlarges a picture by its stride: [N, I, H, W] becomes [N, O, height, width]
/// of (H − 1)·Stride − 2·Padding + Dilation·(Kernel − 1) + OutputPadding + 1 rows, and likewise columns. Weights are named
/// <c>PATH.conv.weight</c>, [I, O, height, width of the kernel], as PyTorch's <c>ConvTranspose2d</c>.
/// </summary>
/// <param name="channels">Output channels; 0 (the default, in blocks only) for the channels of the stage.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConvTransposeAttribute(int channels = 0) : ProducerAttribute
{
    /// <summary>Output channels, or 0 for the channels of the stage.</summary>
    public int Channels { get; } = channels;

    /// <summary>Height and width of the kernel. Default 2.</summary>
    public int Kernel { get; set; } = 2;

    /// <summary>By what the picture is enlarged: the distance of the places, in pixels, that neighbouring pixels add to. Default 2.</summary>
    public int Stride { get; set; } = 2;

    /// <summary>Pixels of the output that are left out on each side. Default 0.</summary>
    public int Padding { get; set; }

    /// <summary>Rows and columns of the output that are added at its end, where several sizes would become the same input; less than <see cref="Stride"/>, as other runtimes want it. Default 0.</summary>
    public int OutputPadding { get; set; }

    /// <summary>Distance between the kernel's taps, in pixels. Default 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Whether a bias is added. The default: only where the layer is not normalized, whose shift makes it redundant.</summary>
    public bool Bias { get; set; }
}

public abstract partial record Producer
{
    /// <summary>Transposed 2-d convolution; weights [I, O, height, width of the kernel] under <c>PATH.conv.weight</c>, bias [O] under <c>PATH.conv.bias</c>.</summary>
    /// <param name="Channels">Output channels O.</param>
    /// <param name="Window">The window by which the output would be convolved to the input.</param>
    /// <param name="OutputPadding">Rows and columns that are added at the end.</param>
    /// <param name="Bias">Whether there is a bias.</param>
    public sealed partial record ConvTranspose(int Channels, Window Window, int OutputPadding, bool Bias) : Producer
    {
        /// <inheritdoc/>
        public override string Words => FormattableString.Invariant($"{Window.Size} transposed convolution{Window.Words}{(OutputPadding > 0 ? $", output padding {OutputPadding}" : "")}");

        internal override object[] Arguments => [Channels, Window, OutputPadding, Bias];

        internal override bool IsSpatial => true;

        /// <inheritdoc/>
        public override ProducerWeights Weights(Shape input) => new("conv", Channels, input.Channels, [.. Window.Axes.Select(static a => a.Kernel)], Bias) { IsTransposed = true };

        /// <inheritdoc/>
        public override bool IsWeightedSum => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits)
        {
            if (!RankMisfit.IsPicture(input, misfits))
            {
                return input with { Channels = Channels };
            }

            var (height, width) = (Size(Window.Rows, input.Height), Size(Window.Columns, input.Width));
            if (height < 1 || width < 1)
            {
                misfits.Add(new ValueMisfit("Padding", Window.Rows.Before, FormattableString.Invariant($"so small that some of {height + (2 * Window.Rows.Before)}x{width + (2 * Window.Columns.Before)} pixels are left")));
                return input with { Channels = Channels };
            }

            if (!SsnGen.Window.Holds(height, width))
            {
                misfits.Add(new SizeMisfit(height, width));
                return input with { Channels = Channels };
            }

            return new Shape(Channels, (int)height, (int)width);
        }

        internal override long WorkPerValue(Shape input) => Math.Max(1, input.Channels * Window.Taps / ((long)Window.Rows.Stride * Window.Columns.Stride));

        private long Size(WindowAxis axis, int size) => ((size - 1L) * axis.Stride) - axis.Before - axis.After + axis.Span + OutputPadding;
    }
}
