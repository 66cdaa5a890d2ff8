using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.Generator.Definitions;

/// <summary>What may be a definition in the files of one compilation, and what of it is one.</summary>
internal sealed class Candidates(ImmutableArray<DeclaredTypes> files, Compilation compilation)
{
    private readonly bool _isNamedAnew = files.Any(static f => f.NamesForAll);

    public Compilation Compilation => compilation;

    /// <summary>The types that carry an attribute, each once.</summary>
    /// <param name="attribute">The attribute's full name.</param>
    public IEnumerable<INamedTypeSymbol> With(string attribute, CancellationToken cancellation) =>
        from file in files
        from node in _isNamedAnew ? file.Attributed(cancellation) : file.Marked
        let type = Symbol(node, cancellation) as INamedTypeSymbol

        // Where another part of the class has the attribute too, which the compiler refuses, one of them stands for the class.
        where type is not null && Symbols.Attribute(type, attribute)?.ApplicationSyntaxReference?.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>() == node
        select type;

    /// <summary>The classes that have layers but none of our attributes, each once.</summary>
    public IEnumerable<INamedTypeSymbol> Unmarked(CancellationToken cancellation) =>
        from file in files
        from node in file.Layers
        let property = Symbol(node, cancellation) as IPropertySymbol
        let type = property is null ? null : UnmarkedClasses.ClassOf(property, cancellation)
        where type is not null
        select type;

    private ISymbol? Symbol(MemberDeclarationSyntax node, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return compilation.GetSemanticModel(node.SyntaxTree).GetDeclaredSymbol(node, cancellation);
    }
}
