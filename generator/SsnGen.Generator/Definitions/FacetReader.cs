using Microsoft.CodeAnalysis;

namespace SsnGen.Generator.Definitions;

/// <summary>Reads the attributes of a property as facets. The attributes are compiled here too, so that their defaults are said once.</summary>
internal static class FacetReader
{
    private static readonly SsnAttribute _ssn = new();
    private static readonly OutputAttribute _output = new();
    private static readonly RepeatAttribute _repeat = new(0);

    /// <summary>Reads the facets of a property.</summary>
    /// <param name="property">The property.</param>
    /// <param name="areReadable">Whether all of its attributes that are facets compile.</param>
    public static EquatableArray<Facet> Read(IPropertySymbol property, out bool areReadable)
    {
        areReadable = true;
        var facets = new List<Facet>();
        foreach (var attribute in property.GetAttributes())
        {
            if (Read(attribute) is { } facet)
            {
                facets.Add(facet);
                areReadable &= new AttributeArguments(attribute).IsReadable;
            }
        }

        return EquatableArray.From(facets);
    }

    private static Facet? Read(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { ContainingNamespace: { Name: "SsnGen", ContainingNamespace.IsGlobalNamespace: true } } type)
        {
            return null;
        }

        var a = new AttributeArguments(attribute);
        return Is(type, nameof(ProducerAttribute)) ? new ProducerFacet(type.Name, a.Values(), a.Place)
            : Is(type, nameof(ActivationAttribute)) ? new ActivationFacet(type.Name, a.Values(), a.Place)
            : Other(type.Name, a);
    }

    private static SsnFacet Fixed(Normalizer normalizer, AttributeArguments a) => new(
        new([normalizer]),
        _ssn.Groups,
        SharedRatios: false,
        _ssn.Gate,
        a.Named(nameof(_ssn.Epsilon), _ssn.Epsilon),
        _ssn.Momentum,
        a.Named(nameof(_ssn.ZeroGamma), _ssn.ZeroGamma),
        Bessel: false,
        a.Place)
    {
        IsFixed = true,
    };

    private static bool Is(INamedTypeSymbol type, string super)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (parent.Name == super)
            {
                return true;
            }
        }

        return false;
    }

    private static Facet? Other(string attribute, AttributeArguments a) => attribute switch
    {
        nameof(SsnAttribute) => new SsnFacet(
            a.Normalizers(),
            a.Named(nameof(_ssn.Groups), _ssn.Groups),
            a.Named(nameof(_ssn.SharedRatios), _ssn.SharedRatios),
            (Gate)a.Named(nameof(_ssn.Gate), (int)_ssn.Gate),
            a.Named(nameof(_ssn.Epsilon), _ssn.Epsilon),
            a.Named(nameof(_ssn.Momentum), _ssn.Momentum),
            a.Named(nameof(_ssn.ZeroGamma), _ssn.ZeroGamma),
            a.Named(nameof(_ssn.Bessel), _ssn.Bessel),
            a.Place),
        nameof(BatchNormAttribute) => Fixed(Normalizer.Batch, a) with { Momentum = a.Named(nameof(_ssn.Momentum), _ssn.Momentum), IsRunningVarianceUnbiased = true },
        nameof(InstanceNormAttribute) => Fixed(Normalizer.Instance, a),
        nameof(LayerNormAttribute) => Fixed(Normalizer.Layer, a),
        nameof(GroupNormAttribute) => Fixed(Normalizer.Group, a) with { Groups = a.At(0, _ssn.Groups) },
        nameof(AddAttribute) => new AddFacet(a.At(0, ""), a.Place),
        nameof(MultiplyAttribute) => new MultiplyFacet(a.At(0, ""), a.Place),
        nameof(OutputAttribute) => new OutputFacet(a.Named(nameof(_output.TrainingOnly), _output.TrainingOnly), a.Place),
        nameof(InputAttribute) => new InputFacet(SampleDefinition.Read(a), a.Place),
        nameof(ShortcutAttribute) => new ShortcutFacet(a.Place),
        nameof(ConcatAttribute) => new ConcatFacet(a.Sources(), a.Place),
        nameof(FromAttribute) => new FromFacet(a.At(0, ""), a.Place),
        nameof(DropoutAttribute) => new DropoutFacet(a.At(0, 0f), a.Place),
        nameof(RepeatAttribute) => new RepeatFacet(a.At(0, 0), a.Named(nameof(_repeat.Channels), _repeat.Channels), a.Named(nameof(_repeat.Stride), _repeat.Stride), a.Values().ListOrNull(nameof(_repeat.Strides)), a.Place),
        _ => null,
    };
}
