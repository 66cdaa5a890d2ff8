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
internal abstract record SourceFacet(Place Place) : Facet(Place)
{
    /// <summary>The names, and where each stands.</summary>
    public abstract IEnumerable<SourceName> Names { get; }
}

/// <summary>The name of a value that a layer reads, and where it stands.</summary>
internal readonly record struct SourceName(string Name, Place Place);

/// <summary>A facet that names one value.</summary>
internal abstract record OperandFacet(string Source, Place Place) : SourceFacet(Place)
{
    public override IEnumerable<SourceName> Names => [new(Source, Place)];
}

internal sealed record AddFacet(string Source, Place Place) : OperandFacet(Source, Place);

internal sealed record MultiplyFacet(string Source, Place Place) : OperandFacet(Source, Place);

internal sealed record OutputFacet(bool IsTrainingOnly, Place Place) : Facet(Place);

internal sealed record InputFacet(SampleDefinition Sample, Place Place) : Facet(Place);

internal sealed record ShortcutFacet(Place Place) : Facet(Place);

internal sealed record FromFacet(string Source, Place Place) : OperandFacet(Source, Place);

/// <summary>A facet that names several values whose channels the layer reads one after the other.</summary>
internal sealed record ConcatFacet(EquatableArray<SourceName> Sources, Place Place) : SourceFacet(Place)
{
    public override IEnumerable<SourceName> Names => Sources;
}

internal sealed record DropoutFacet(float Probability, Place Place) : Facet(Place);

internal sealed record RepeatFacet(int Count, int Channels, int Stride, EquatableArray<int>? Strides, Place Place) : Facet(Place);
