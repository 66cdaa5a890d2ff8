using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.Generator.Text;

namespace SsnGen.CodeFixes.Editing;

/// <summary>The parts of a class that its author wrote.</summary>
internal static class Parts
{
    /// <summary>All of them.</summary>
    public static IEnumerable<TypeDeclarationSyntax> Of(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences
            .Where(static r => !EmittedFile.IsOne(r.SyntaxTree.FilePath))
            .Select(r => r.GetSyntax(cancellation))
            .OfType<TypeDeclarationSyntax>();

    /// <summary>Adds <c>partial</c> to those that lack it.</summary>
    public static void MakePartial(SolutionEdits edits, IEnumerable<TypeDeclarationSyntax> parts)
    {
        foreach (var part in parts.Where(static p => !p.Modifiers.Any(SyntaxKind.PartialKeyword)))
        {
            edits.Insert(part.SyntaxTree, part.Keyword.SpanStart, "partial ");
        }
    }
}
