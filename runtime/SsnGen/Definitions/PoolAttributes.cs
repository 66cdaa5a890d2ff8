namespace SsnGen;

/// <summary>Produces the layer's values by max pooling; padding never wins.</summary>
/// <param name="kernel">Height and width of the window, in pixels.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MaxPoolAttribute(int kernel) : Attribute
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
public sealed class AveragePoolAttribute(int kernel) : Attribute
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
public sealed class GlobalAveragePoolAttribute : Attribute;
