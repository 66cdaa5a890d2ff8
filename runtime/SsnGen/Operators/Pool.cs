namespace SsnGen;

/// <summary>A producer that pools the values of each window, of each channel by itself.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class PoolAttribute : WindowAttribute
{
    private protected PoolAttribute(int kernel) => Kernel = kernel;

    /// <summary>Each side of the window, in pixels; 0 where <see cref="WindowAttribute.KernelShape"/> gives them.</summary>
    public int Kernel { get; }

    /// <summary>Step of the window; 0 (the default) for its size.</summary>
    public int Stride { get; set; }

    /// <summary>Padding on each side; at most half of <see cref="Kernel"/>. Default 0.</summary>
    public int Padding { get; set; }

    /// <summary>
    /// Whether the number of windows is rounded up: a last one that begins inside of the picture, or of the padding before it, may
    /// reach beyond the padding behind it. Default false.
    /// </summary>
    public bool CeilMode { get; set; }
}

/// <summary>Produces the layer's values by max pooling; padding never wins.</summary>
/// <param name="kernel">Each side of the window, in pixels; 0 where <see cref="WindowAttribute.KernelShape"/> gives them.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaxPoolAttribute(int kernel = 0) : PoolAttribute(kernel);

/// <summary>Produces the layer's values by average pooling.</summary>
/// <param name="kernel">Each side of the window, in pixels; 0 where <see cref="WindowAttribute.KernelShape"/> gives them.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AveragePoolAttribute(int kernel = 0) : PoolAttribute(kernel)
{
    /// <summary>Whether padding counts as zeros, PyTorch's default and ours; TensorFlow and Keras average what lies in the picture alone.</summary>
    public bool CountIncludePad { get; set; } = true;
}

/// <summary>Produces the layer's values by averaging each channel over all pixels: [N, C, H, W] becomes [N, C, 1, 1], and so of sequences and clips.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GlobalAveragePoolAttribute : ProducerAttribute;

public abstract partial record Producer
{
    /// <summary>Max pooling.</summary>
    /// <param name="Window">The window; what lies around the picture never wins.</param>
    public sealed partial record MaxPool(Window Window) : Pool(Window)
    {
        /// <inheritdoc/>
        public override string Words => $"{Window.Size} max pooling{Window.Words}";

        internal override object[] Arguments => [Window];
    }

    /// <summary>Average pooling.</summary>
    /// <param name="Window">The window.</param>
    /// <param name="CountsPadding">Whether padding counts as zeros; otherwise an average is of what lies in the picture.</param>
    public sealed partial record AveragePool(Window Window, bool CountsPadding = true) : Pool(Window)
    {
        /// <inheritdoc/>
        public override string Words => $"{Window.Size} average pooling{Window.Words}{(CountsPadding || !HasPadding ? "" : " that does not count")}";

        internal override object[] Arguments => [Window, CountsPadding];

        private bool HasPadding => Window.Axes.Any(static a => a is not { Before: 0, After: 0 });

        /// <summary>Whether all windows along an axis count as many pixels, its kernel's: what lies behind the padding never counts.</summary>
        /// <param name="axis">The axis.</param>
        /// <param name="size">The side that it moves along.</param>
        internal bool CountsAll(WindowAxis axis, int size) =>
            (CountsPadding || axis is { Before: 0, After: 0 }) && axis.Overhang(size, (int)axis.Steps(size, Window.Ceiling)) <= axis.After;
    }

    /// <summary>Pooling over windows, of each channel by itself.</summary>
    /// <param name="Window">The window.</param>
    public abstract partial record Pool(Window Window) : Producer
    {
        internal override bool IsSpatial => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits) => Window.Infer(input, input.Channels, misfits);

        internal override long WorkPerValue(Shape input) => Window.Taps;
    }

    /// <summary>The average of each channel.</summary>
    public sealed partial record GlobalAveragePool : Producer
    {
        /// <inheritdoc/>
        public override string Words => "global average";

        internal override object[] Arguments => [];

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits) => input.Pixel;
    }
}
