using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.Generator.Definitions;

/// <summary>The types and properties of one file that may be definitions, by their words alone.</summary>
/// <param name="Marked">Types with an attribute that may be one of ours by its name.</param>
/// <param name="Attributed">All types with attributes.</param>
/// <param name="Layers">Properties that may be layers of a class without our attributes.</param>
/// <param name="NamesForAll">Whether the file gives one of our attributes another name for all files of the project.</param>
internal sealed record DeclaredTypes(
    ImmutableArray<TypeDeclarationSyntax> Marked,
    ImmutableArray<TypeDeclarationSyntax> Attributed,
    ImmutableArray<PropertyDeclarationSyntax> Layers,
    bool NamesForAll)
{
    /// <summary>Whether types may stand directly in a node.</summary>
    public static bool HoldsTypes(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax;

    /// <summary>Looks through one file, past all bodies.</summary>
    public static DeclaredTypes Of(SyntaxTree tree, CancellationToken cancellation)
    {
        var declared = tree.GetRoot(cancellation)
            .DescendantNodes(HoldsTypes)
            .ToArray();
        var aliases = declared.OfType<UsingDirectiveSyntax>().Where(static u => u.Alias is not null && u.Name is { } name && IsOurs(name)).ToArray();
        var attributed = declared.OfType<TypeDeclarationSyntax>().Where(static t => t.AttributeLists.Count > 0).ToImmutableArray();
        return new DeclaredTypes(
            aliases.Length > 0 ? attributed : [.. attributed.Where(static t => t.AttributeLists.SelectMany(static l => l.Attributes).Any(static a => IsOurs(a.Name)))],
            attributed,
            [.. declared.OfType<PropertyDeclarationSyntax>().Where(UnmarkedClasses.MayBeLayer)],
            aliases.Any(static u => u.GlobalKeyword.Span.Length > 0));
    }

    private static bool IsOurs(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => IsOurs(qualified.Right),
        AliasQualifiedNameSyntax alias => IsOurs(alias.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText is "SsnModel" or "SsnModelAttribute" or "SsnBlock" or "SsnBlockAttribute",
        _ => false,
    };
}
