namespace SsnGen;

/// <summary>Produces the layer's values by a 2-d convolution. Weights are named <c>PATH.conv.weight</c>, [O, I / Groups, K, K].</summary>
/// <param name="channels">Output channels; 0 (the default, in blocks only) for the channels of the stage.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConvAttribute(int channels = 0) : Attribute
{
    /// <summary>Output channels, or 0 for the channels of the stage.</summary>
    public int Channels { get; } = channels;

    /// <summary>In a block: the channels of the stage are divided by this (4 for a bottleneck's inner layers). Default 1.</summary>
    public int Reduction { get; set; } = 1;

    /// <summary>Height and width of the kernel. Default 1.</summary>
    public int Kernel { get; set; } = 1;

    /// <summary>Step of the kernel, in pixels. Default 1.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>In a block: use the stride of the stage in its first block, and 1 in later ones.</summary>
    public bool Strided { get; set; }

    /// <summary>Zeros added on each side. The default, −1, is "same": Dilation · (Kernel − 1) / 2.</summary>
    public int Padding { get; set; } = -1;

    /// <summary>Distance between the kernel's taps, in pixels. Default 1.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Groups of channels that are convolved separately; must divide input and output channels. Default 1.</summary>
    public int Groups { get; set; } = 1;

    /// <summary>Whether a bias is added. The default: only where the layer has no <c>[Ssn]</c>, whose shift makes it redundant.</summary>
    public bool Bias { get; set; }
}
