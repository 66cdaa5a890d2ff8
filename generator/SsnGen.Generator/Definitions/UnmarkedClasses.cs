using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Definitions;

/// <summary>Finds classes that have layers, but no attribute that says what they are.</summary>
internal static class UnmarkedClasses
{
    /// <summary>Whether a property may be a layer of such a class, by its words alone.</summary>
    public static bool MayBeLayer(PropertyDeclarationSyntax property) =>
        property is { AccessorList: not null, Parent: TypeDeclarationSyntax type }
        && property.Modifiers.Any(SyntaxKind.PartialKeyword)
        && IsLayerOrStage(property.Type)
        && !type.AttributeLists.SelectMany(static l => l.Attributes).Any(static a => a.Name.ToString() is var name && (name.Contains("SsnModel") || name.Contains("SsnBlock")));

    /// <summary>The class of a property, or null where it is marked or has an earlier layer, which stands for it.</summary>
    public static INamedTypeSymbol? ClassOf(IPropertySymbol property, CancellationToken cancellation)
    {
        var type = property.ContainingType;
        if (!Is(type))
        {
            return null;
        }

        var first = Layers(type)
            .Select(static p => p.DeclaringSyntaxReferences[0])
            .OrderBy(static r => r.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(static r => r.Span.Start)
            .First();
        cancellation.ThrowIfCancellationRequested();
        return property.DeclaringSyntaxReferences.Any(r => r.SyntaxTree == first.SyntaxTree && r.Span == first.Span) ? type : null;
    }

    /// <summary>Whether a class has layers, but no attribute.</summary>
    public static bool Is(INamedTypeSymbol type) =>
        Layers(type).Any() && !Symbols.Has(type, DefinitionReader.ModelAttribute) && !Symbols.Has(type, DefinitionReader.BlockAttribute);

    /// <summary>Whether a stage of some class of the project repeats a class: then it is the stage that lacks a block.</summary>
    public static bool IsRepeated(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation) =>
        Types(compilation.Assembly.GlobalNamespace, cancellation).Any(t => t.GetMembers().OfType<IPropertySymbol>().Any(p =>
            Symbols.BlockOf(p.Type) is { } block && SymbolEqualityComparer.Default.Equals(block, type)));

    private static IEnumerable<IPropertySymbol> Layers(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Where(static p =>
            p.IsPartialDefinition
            && Symbols.KindOf(p.Type) != MemberKind.Other
            && p.DeclaringSyntaxReferences.Any(static r => !EmittedFile.IsOne(r.SyntaxTree.FilePath)));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol space, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var types = space.GetTypeMembers();
        return space is INamespaceSymbol outer
            ? types.Concat(outer.GetNamespaceMembers().SelectMany(n => Types(n, cancellation)))
            : types;
    }

    private static bool IsLayerOrStage(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => IsLayerOrStage(nullable.ElementType),
        RefTypeSyntax reference => IsLayerOrStage(reference.Type),
        _ => DeclaredTypes.LastName(type) is "Layer" or "Stage" or "NetworkInput",
    };
}
