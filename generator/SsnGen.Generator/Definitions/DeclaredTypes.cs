using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.Generator.Definitions;

/// <summary>The types and properties of one file that may be definitions, by their words alone.</summary>
/// <param name="Tree">The file.</param>
/// <param name="Marked">Types with an attribute that may be one of ours by its name.</param>
/// <param name="Layers">Properties that may be layers of a class without our attributes.</param>
/// <param name="NamesForAll">Whether the file gives one of our attributes another name for all files of the project.</param>
internal sealed record DeclaredTypes(
    SyntaxTree Tree,
    ImmutableArray<TypeDeclarationSyntax> Marked,
    ImmutableArray<PropertyDeclarationSyntax> Layers,
    bool NamesForAll)
{
    /// <summary>Looks through one file, past all bodies.</summary>
    public static DeclaredTypes Of(SyntaxTree tree, CancellationToken cancellation)
    {
        var declared = Declared(tree, cancellation).ToArray();
        var aliases = declared.OfType<UsingDirectiveSyntax>().Where(static u => u.Alias is not null && u.Name is { } name && IsOurs(name)).ToArray();
        return new DeclaredTypes(
            tree,
            [.. Attributed(declared).Where(t => aliases.Length > 0 || t.AttributeLists.SelectMany(static l => l.Attributes).Any(static a => IsOurs(a.Name)))],
            [.. declared.OfType<PropertyDeclarationSyntax>().Where(UnmarkedClasses.MayBeLayer)],
            aliases.Any(static u => u.GlobalKeyword.Span.Length > 0));
    }

    /// <summary>All types with attributes; looked for again, as hardly a project needs them, and to keep them would keep their files in memory.</summary>
    public IEnumerable<TypeDeclarationSyntax> Attributed(CancellationToken cancellation) => Attributed(Declared(Tree, cancellation));

    /// <summary>What a file declares in namespaces and types, in the order in which it stands.</summary>
    public static IEnumerable<SyntaxNode> Declared(SyntaxTree tree, CancellationToken cancellation) => tree.GetRoot(cancellation)
        .DescendantNodes(static n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax);

    /// <summary>The last part of a name, which says what it names; null for types without a name.</summary>
    public static string? LastName(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => LastName(qualified.Right),
        AliasQualifiedNameSyntax alias => LastName(alias.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    private static IEnumerable<TypeDeclarationSyntax> Attributed(IEnumerable<SyntaxNode> declared) =>
        declared.OfType<TypeDeclarationSyntax>().Where(static t => t.AttributeLists.Count > 0);

    private static bool IsOurs(NameSyntax name) => LastName(name) is "SsnModel" or "SsnModelAttribute" or "SsnBlock" or "SsnBlockAttribute";
}
