namespace SsnGen.Generator.Definitions;

/// <summary>One attribute of a property, with its arguments as written.</summary>
internal abstract record Facet(Place Place);

/// <summary>A facet that produces the layer's values.</summary>
internal abstract record ProducerFacet(Place Place) : Facet(Place);

internal sealed record ConvFacet(
    int Channels,
    int Reduction,
    int Kernel,
    int Stride,
    bool Strided,
    int Padding,
    int Dilation,
    int Groups,
    bool? Bias,
    Place Place) : ProducerFacet(Place)
{
    /// <summary>Pixels between the first and the last tap of the kernel.</summary>
    public long Reach => (long)Dilation * (Kernel - 1);

    /// <summary>Zeros on each side: those that are given, or what keeps the size where the kernel is odd.</summary>
    public long Border => Padding >= 0 ? Padding : Reach / 2;
}

internal sealed record LinearFacet(int Features, bool? Bias, Place Place) : ProducerFacet(Place);

/// <summary>Max or average pooling; stride 0 stands for the kernel.</summary>
internal sealed record PoolFacet(bool Max, int Kernel, int Stride, int Padding, Place Place) : ProducerFacet(Place);

internal sealed record GlobalAveragePoolFacet(Place Place) : ProducerFacet(Place);

internal sealed record SsnFacet(
    EquatableArray<Normalizer> Normalizers,
    int Groups,
    bool SharedRatios,
    Gate Gate,
    float Epsilon,
    float Momentum,
    bool ZeroGamma,
    bool Bessel,
    Place Place) : Facet(Place);

internal sealed record AddFacet(string Source, Place Place) : Facet(Place);

internal sealed record ShortcutFacet(Place Place) : Facet(Place);

internal sealed record FromFacet(string Source, Place Place) : Facet(Place);

internal sealed record ActivationFacet(ActivationKind Kind, float Slope, Place Place) : Facet(Place);

internal sealed record DropoutFacet(float Probability, Place Place) : Facet(Place);

internal sealed record RepeatFacet(int Count, int Channels, int Stride, Place Place) : Facet(Place);
