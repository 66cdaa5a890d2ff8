using Microsoft.CodeAnalysis;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Definitions;

/// <summary>Questions about symbols that several readers ask.</summary>
internal static class Symbols
{
    private static readonly SymbolDisplayFormat _typeFormat = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat _wordsFormat = SymbolDisplayFormat.MinimallyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Whether a type carries an attribute, given by its full name.</summary>
    public static bool Has(ISymbol symbol, string attribute) => Attribute(symbol, attribute) is not null;

    /// <summary>An attribute of a type, given by its full name.</summary>
    public static AttributeData? Attribute(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(a => IsNamed(a.AttributeClass, attribute));

    /// <summary>Whether a type has a full name without type arguments, such as <c>SsnGen.Layer</c>.</summary>
    public static bool IsNamed(ITypeSymbol? type, string fullName)
    {
        // Asked of every attribute and property after every keystroke, so that no text is made for it.
        if (type is not { ContainingType: null })
        {
            return false;
        }

        var end = fullName.Length;
        for (INamespaceOrTypeSymbol s = type; s is not INamespaceSymbol { IsGlobalNamespace: true }; s = s.ContainingNamespace)
        {
            var start = end - s.Name.Length;
            if (s.Name.Length == 0 || start < 0 || string.CompareOrdinal(fullName, start, s.Name, 0, s.Name.Length) != 0 || (start > 0 && fullName[start - 1] != '.'))
            {
                return false;
            }

            end = start - 1;
        }

        return end == -1;
    }

    /// <summary>The block of a stage's type, or null where the type is no stage.</summary>
    public static ITypeSymbol? BlockOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { Arity: 1, Name: "Stage" } stage && IsNamed(stage.OriginalDefinition, "SsnGen.Stage") ? stage.TypeArguments[0] : null;

    /// <summary>What a property of a type declares.</summary>
    public static MemberKind KindOf(ITypeSymbol type) =>
        BlockOf(type) is not null ? MemberKind.Stage
        : IsNamed(type, "SsnGen.Layer") ? MemberKind.Layer
        : IsNamed(type, "SsnGen.NetworkInput") ? MemberKind.Input
        : MemberKind.Other;

    /// <summary>Whether a symbol, or a part of it, stands in a file that SsnGen emitted.</summary>
    public static bool IsEmitted(ISymbol symbol) =>
        symbol.Locations.Any(static l => l.SourceTree is { } tree && EmittedFile.IsOne(tree.FilePath));

    /// <summary>A type as code writes it anywhere, with <c>global::</c>.</summary>
    public static string Code(ITypeSymbol type) => type.ToDisplayString(_typeFormat);

    /// <summary>A type as messages name it.</summary>
    public static string Words(ITypeSymbol type) => type.ToDisplayString(_wordsFormat);

    /// <summary>A namespace as code writes it, empty for the global one.</summary>
    public static string Code(INamespaceSymbol space)
    {
        if (space.IsGlobalNamespace)
        {
            return "";
        }

        var outer = Code(space.ContainingNamespace);
        return (outer.Length == 0 ? "" : outer + ".") + Identifier.Of(space.Name);
    }

    /// <summary>Whether a type has parts that do not exist, which the compiler says itself.</summary>
    public static bool HasErrors(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Error } => true,
        IArrayTypeSymbol array => HasErrors(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(HasErrors),
        _ => false,
    };

    /// <summary>Whether naming a type is an error, by <c>[Obsolete(…, error: true)]</c>.</summary>
    public static bool IsForbidden(ITypeSymbol type) =>
        Attribute(type, "System.ObsoleteAttribute") is { ConstructorArguments: [_, { Value: true }] }
        || (type is IArrayTypeSymbol array && IsForbidden(array.ElementType))
        || (type is INamedTypeSymbol named && named.TypeArguments.Any(IsForbidden));

    /// <summary>
    /// Whether a type, or a namespace that it stands in, has the name of another type or namespace beside it: the compiler refuses
    /// that, and its full name may mean the other.
    /// </summary>
    public static bool IsDeclaredTwice(INamedTypeSymbol type)
    {
        for (ISymbol s = type; s.ContainingSymbol is INamespaceOrTypeSymbol outer; s = outer)
        {
            var arity = s is INamedTypeSymbol named ? named.Arity : 0;
            if (outer.GetMembers(s.Name).Count(m => m is INamespaceSymbol ? arity == 0 : m is INamedTypeSymbol t && t.Arity == arity) > 1)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How far a symbol can be seen, the larger the farther, as far as the compiler compares a property with its type.</summary>
    public static int Visibility(ISymbol symbol)
    {
        var visibility = int.MaxValue;
        for (var s = symbol; s is not null and not INamespaceSymbol; s = s.ContainingSymbol)
        {
            visibility = Math.Min(visibility, (int)s.DeclaredAccessibility);
        }

        return visibility;
    }

    /// <summary>How far a type can be seen, with what it is made of.</summary>
    public static int Visibility(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Visibility(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Select(Visibility).Append(Visibility((ISymbol)named)).Min(),
        _ => int.MaxValue,
    };
}
