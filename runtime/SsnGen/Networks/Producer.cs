namespace SsnGen;

/// <summary>What produces the values of a layer from its input, before normalization.</summary>
public abstract record Producer
{
    /// <summary>The input itself: the layer has only a normalizer, a residual or an activation.</summary>
    public sealed record Identity : Producer;

    /// <summary>2-d convolution; weights [O, I / Groups, Kernel, Kernel] under <c>PATH.conv.weight</c>, bias [O] under <c>PATH.conv.bias</c>.</summary>
    /// <param name="Kernel">Height and width of the kernel.</param>
    /// <param name="Stride">Step, in pixels.</param>
    /// <param name="Padding">Zeros on each side.</param>
    /// <param name="Dilation">Distance of taps, in pixels.</param>
    /// <param name="Groups">Groups of channels.</param>
    /// <param name="Bias">Whether there is a bias.</param>
    public sealed record Conv(int Kernel, int Stride, int Padding, int Dilation, int Groups, bool Bias) : Producer;

    /// <summary>Fully connected layer; weights [features, inputs] under <c>PATH.linear.weight</c>, bias under <c>PATH.linear.bias</c>.</summary>
    /// <param name="Bias">Whether there is a bias.</param>
    public sealed record Linear(bool Bias) : Producer;

    /// <summary>Max pooling.</summary>
    /// <param name="Kernel">Height and width of the window.</param>
    /// <param name="Stride">Step, in pixels.</param>
    /// <param name="Padding">Padding on each side, which never wins.</param>
    public sealed record MaxPool(int Kernel, int Stride, int Padding) : Producer;

    /// <summary>Average pooling; padding counts as zeros.</summary>
    /// <param name="Kernel">Height and width of the window.</param>
    /// <param name="Stride">Step, in pixels.</param>
    /// <param name="Padding">Zeros on each side.</param>
    public sealed record AveragePool(int Kernel, int Stride, int Padding) : Producer;

    /// <summary>The average of each channel.</summary>
    public sealed record GlobalAveragePool : Producer;
}
