namespace SsnGen.Generator.Definitions;

/// <summary>One attribute of a property, with its arguments as written.</summary>
internal abstract record Facet(Place Place);

/// <summary>A facet that says what produces the layer's values.</summary>
/// <param name="Attribute">The name of the attribute's class.</param>
/// <param name="Values">What it is given.</param>
internal sealed record ProducerFacet(string Attribute, AttributeValues Values, Place Place) : Facet(Place);

/// <summary>A facet that says what activation the layer ends with.</summary>
/// <param name="Attribute">The name of the attribute's class.</param>
/// <param name="Values">What it is given.</param>
internal sealed record ActivationFacet(string Attribute, AttributeValues Values, Place Place) : Facet(Place);

/// <summary>A facet that says how the layer is normalized: <c>[Ssn]</c>, or one normalizer.</summary>
internal sealed record SsnFacet(
    EquatableArray<Normalizer> Normalizers,
    int Groups,
    bool SharedRatios,
    Gate Gate,
    float Epsilon,
    float Momentum,
    bool ZeroGamma,
    bool Bessel,
    Place Place) : Facet(Place)
{
    /// <summary>Whether it is an attribute of one normalizer, as others know it.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether the running variance is divided by n − 1, as PyTorch's.</summary>
    public bool IsRunningVarianceUnbiased { get; init; }
}

/// <summary>A facet that names what the layer reads.</summary>
internal abstract record SourceFacet(string Source, Place Place) : Facet(Place);

internal sealed record AddFacet(string Source, Place Place) : SourceFacet(Source, Place);

internal sealed record MultiplyFacet(string Source, Place Place) : SourceFacet(Source, Place);

internal sealed record OutputFacet(Place Place) : Facet(Place);

internal sealed record ShortcutFacet(Place Place) : Facet(Place);

internal sealed record FromFacet(string Source, Place Place) : SourceFacet(Source, Place);

internal sealed record DropoutFacet(float Probability, Place Place) : Facet(Place);

internal sealed record RepeatFacet(int Count, int Channels, int Stride, Place Place) : Facet(Place);
