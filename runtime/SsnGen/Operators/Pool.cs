namespace SsnGen;

/// <summary>Produces the layer's values by max pooling; padding never wins.</summary>
/// <param name="kernel">Height and width of the window, in pixels.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaxPoolAttribute(int kernel) : ProducerAttribute
{
    /// <summary>Height and width of the window, in pixels.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Step of the window; 0 (the default) for <see cref="Kernel"/>.</summary>
    public int Stride { get; set; }

    /// <summary>Padding on each side; at most half of <see cref="Kernel"/>. Default 0.</summary>
    public int Padding { get; set; }
}

/// <summary>Produces the layer's values by average pooling; padding counts as zeros, as PyTorch's default does.</summary>
/// <param name="kernel">Height and width of the window, in pixels.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AveragePoolAttribute(int kernel) : ProducerAttribute
{
    /// <summary>Height and width of the window, in pixels.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Step of the window; 0 (the default) for <see cref="Kernel"/>.</summary>
    public int Stride { get; set; }

    /// <summary>Padding on each side; at most half of <see cref="Kernel"/>. Default 0.</summary>
    public int Padding { get; set; }
}

/// <summary>Produces the layer's values by averaging each channel over all pixels: [N, C, H, W] becomes [N, C, 1, 1].</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GlobalAveragePoolAttribute : ProducerAttribute;

public abstract partial record Producer
{
    /// <summary>Max pooling.</summary>
    /// <param name="Kernel">Height and width of the window.</param>
    /// <param name="Stride">Step, in pixels.</param>
    /// <param name="Padding">Padding on each side, which never wins.</param>
    public sealed partial record MaxPool(int Kernel, int Stride, int Padding) : Pool(Kernel, Stride, Padding)
    {
        /// <inheritdoc/>
        public override string Words => FormattableString.Invariant($"{Kernel}x{Kernel} max pooling{Window.Words}");
    }

    /// <summary>Average pooling; padding counts as zeros.</summary>
    /// <param name="Kernel">Height and width of the window.</param>
    /// <param name="Stride">Step, in pixels.</param>
    /// <param name="Padding">Zeros on each side.</param>
    public sealed partial record AveragePool(int Kernel, int Stride, int Padding) : Pool(Kernel, Stride, Padding)
    {
        /// <inheritdoc/>
        public override string Words => FormattableString.Invariant($"{Kernel}x{Kernel} average pooling{Window.Words}");
    }

    /// <summary>Pooling over windows, of each channel by itself.</summary>
    /// <param name="Kernel">Height and width of the window.</param>
    /// <param name="Stride">Step, in pixels.</param>
    /// <param name="Padding">Padding on each side.</param>
    public abstract partial record Pool(int Kernel, int Stride, int Padding) : Producer
    {
        internal Window Window => new(Kernel, Stride, Padding);

        internal override object[] Arguments => [Kernel, Stride, Padding];

        internal override bool IsSpatial => true;

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits) => Window.Infer(input, input.Channels, misfits);

        internal override long WorkPerValue(Shape input) => (long)Kernel * Kernel;
    }

    /// <summary>The average of each channel.</summary>
    public sealed partial record GlobalAveragePool : Producer
    {
        /// <inheritdoc/>
        public override string Words => "global average";

        internal override object[] Arguments => [];

        internal override Shape Infer(Shape input, ICollection<Misfit> misfits) => new(input.Channels, 1, 1);
    }
}
