using Microsoft.CodeAnalysis;

namespace SsnGen.Generator.Definitions;

/// <summary>Reads the attributes of a property as facets. Defaults are those of the attributes in runtime/SsnGen.</summary>
internal static class FacetReader
{
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
        return type.Name switch
        {
            "ConvAttribute" => new ConvFacet(
                a.At(0, 0),
                a.Named("Reduction", 1),
                a.Named("Kernel", 1),
                a.Named("Stride", 1),
                a.Named("Strided", false),
                a.Named("Padding", -1),
                a.Named("Dilation", 1),
                a.Named("Groups", 1),
                a.NamedOrNull<bool>("Bias"),
                a.Place),
            "LinearAttribute" => new LinearFacet(a.At(0, 0), a.NamedOrNull<bool>("Bias"), a.Place),
            "MaxPoolAttribute" => new PoolFacet(true, a.At(0, 0), a.Named("Stride", 0), a.Named("Padding", 0), a.Place),
            "AveragePoolAttribute" => new PoolFacet(false, a.At(0, 0), a.Named("Stride", 0), a.Named("Padding", 0), a.Place),
            "GlobalAveragePoolAttribute" => new GlobalAveragePoolFacet(a.Place),
            "SsnAttribute" => new SsnFacet(
                a.Normalizers(),
                a.Named("Groups", 32),
                a.Named("SharedRatios", false),
                (Gate)a.Named("Gate", (int)Gate.SparsestMax),
                a.Named("Epsilon", 1e-5f),
                a.Named("Momentum", 0.1f),
                a.Named("ZeroGamma", false),
                a.Named("Bessel", false),
                a.Place),
            "AddAttribute" => new AddFacet(a.At(0, ""), a.Place),
            "ShortcutAttribute" => new ShortcutFacet(a.Place),
            "FromAttribute" => new FromFacet(a.At(0, ""), a.Place),
            "ReluAttribute" => new ActivationFacet(ActivationKind.Relu, 0, a.Place),
            "LeakyReluAttribute" => new ActivationFacet(ActivationKind.LeakyRelu, a.At(0, 0.01f), a.Place),
            "SiluAttribute" => new ActivationFacet(ActivationKind.Silu, 0, a.Place),
            "DropoutAttribute" => new DropoutFacet(a.At(0, 0f), a.Place),
            "RepeatAttribute" => new RepeatFacet(a.At(0, 0), a.Named("Channels", 0), a.Named("Stride", 1), a.Place),
            _ => null,
        };
    }
}
