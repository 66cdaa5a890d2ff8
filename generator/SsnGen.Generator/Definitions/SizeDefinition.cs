using Microsoft.CodeAnalysis;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Definitions;

/// <summary>One <c>[InputSize]</c>: a size of pictures that a network is compiled for beside its own.</summary>
internal sealed record SizeDefinition(int Height, int Width, Place Place)
{
    private const string Attribute = "SsnGen." + nameof(InputSizeAttribute);

    /// <summary>It in words, such as <c>96x128</c>.</summary>
    public string Words => $"{Literal.Of(Height)}x{Literal.Of(Width)}";

    /// <summary>The attributes of a class.</summary>
    public static IEnumerable<AttributeData> Attributes(INamedTypeSymbol type) => type.GetAttributes().Where(static a => Symbols.IsNamed(a.AttributeClass, Attribute));

    /// <summary>What a class says.</summary>
    public static IEnumerable<SizeDefinition> Of(INamedTypeSymbol type) => Attributes(type).Select(Read);

    private static SizeDefinition Read(AttributeData attribute)
    {
        var arguments = new AttributeArguments(attribute);
        return new SizeDefinition(arguments.At(0, 0), arguments.At(1, 0), arguments.Place);
    }
}
