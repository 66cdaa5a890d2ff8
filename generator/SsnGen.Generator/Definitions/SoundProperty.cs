using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.Generator.Definitions;

/// <summary>
/// Whether the compiler takes the declaration of a property. If not, it says so of each part: an implementing part would have the same
/// error, and what we could say of the property would come second.
/// </summary>
internal static class SoundProperty
{
    public static bool Is(IPropertySymbol property, BasePropertyDeclarationSyntax? syntax) =>
        IsNameSound(property) && AreModifiersSound(property, syntax) && AreAccessorsSound(syntax) && IsTypeSound(property);

    private static bool IsNameSound(IPropertySymbol property) =>
        property.ExplicitInterfaceImplementations.Length == 0
        && (property.IsIndexer || SyntaxFacts.IsValidIdentifier(property.Name))
        && property.Name != property.ContainingType.Name
        && property.ContainingType.GetMembers(property.Name).Length <= 1;

    private static bool AreModifiersSound(IPropertySymbol property, BasePropertyDeclarationSyntax? syntax) =>
        property is { IsAbstract: false, IsExtern: false }
        && !(property.IsVirtual && property.ContainingType.IsSealed)
        && !(property.IsOverride && property.OverriddenProperty is null)
        && !Has(syntax, SyntaxKind.ReadOnlyKeyword)
        && !(property.IsIndexer && (Has(syntax, SyntaxKind.StaticKeyword) || Has(syntax, SyntaxKind.RequiredKeyword)));

    private static bool AreAccessorsSound(BasePropertyDeclarationSyntax? syntax) =>
        syntax?.AccessorList?.Accessors is not { } accessors
        || (accessors.Count > 0
            && !accessors.Any(SyntaxKind.UnknownAccessorDeclaration)
            && !(Has(syntax, SyntaxKind.StaticKeyword) && accessors.Any(SyntaxKind.InitAccessorDeclaration)));

    private static bool IsTypeSound(IPropertySymbol property)
    {
        var block = Symbols.BlockOf(property.Type);
        return !Symbols.HasErrors(property.Type)
            && !property.Parameters.Any(static p => Symbols.HasErrors(p.Type))
            && !Symbols.IsForbidden(property.Type)
            && property.Type is not INamedTypeSymbol { IsFileLocal: true }
            && Symbols.Visibility(property.Type) >= Symbols.Visibility((ISymbol)property)
            && block is null or { IsReferenceType: true, IsStatic: false } and not INamedTypeSymbol { IsFileLocal: true }
            && (block is not INamedTypeSymbol named || !Symbols.IsDeclaredTwice(named));
    }

    private static bool Has(BasePropertyDeclarationSyntax? syntax, SyntaxKind modifier) => syntax?.Modifiers.Any(modifier) == true;
}
