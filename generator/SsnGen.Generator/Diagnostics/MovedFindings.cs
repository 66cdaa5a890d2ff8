using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SsnGen.Generator.Definitions;

namespace SsnGen.Generator.Diagnostics;

/// <summary>Findings at names of types, moved to where the types stand in another compilation that declares the same.</summary>
internal static class MovedFindings
{
    /// <summary>Moves findings.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="read">The compilation in which they were found.</param>
    /// <param name="current">The compilation in which they are to be reported.</param>
    public static EquatableArray<Finding> To(EquatableArray<Finding> findings, Compilation read, Compilation current, CancellationToken cancellation) =>
        findings.Length == 0 || ReferenceEquals(read, current) ? findings : EquatableArray.From(findings.Select(f => Move(f, read, current, cancellation)));

    private static Finding Move(Finding finding, Compilation read, Compilation current, CancellationToken cancellation)
    {
        // The same files in the same order declare the same types in the same order.
        foreach (var (before, after) in read.SyntaxTrees.Zip(current.SyntaxTrees, static (b, a) => (b, a)))
        {
            var number = before == after || before.FilePath != finding.Place.File ? -1 : Names(before, cancellation).IndexOf(finding.Place.Span);
            if (number >= 0)
            {
                return finding with { Place = Place.Of(Location.Create(after, Names(after, cancellation)[number])) };
            }
        }

        return finding;
    }

    private static List<TextSpan> Names(SyntaxTree tree, CancellationToken cancellation) =>
        DeclaredTypes.Declared(tree, cancellation).OfType<TypeDeclarationSyntax>().Select(static t => t.Identifier.Span).ToList();
}
