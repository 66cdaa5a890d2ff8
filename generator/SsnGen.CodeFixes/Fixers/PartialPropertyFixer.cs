using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SsnGen.CodeFixes.Editing;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.CodeFixes.Fixers;

/// <summary>
/// Declares a layer or stage as a partial property with a getter only, and removes what implements it by hand. An indexer is left
/// alone, as nobody knows what it should be called.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PartialPropertyFixer))]
[Shared]
public sealed class PartialPropertyFixer : DefinitionFixer
{
    private const string Getter = "{ get; }";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.UnsupportedProperty.Id];

    private protected override IEnumerable<Proposal> Propose(Mistake mistake)
    {
        if (mistake.Place<PropertyDeclarationSyntax>() is not { ExplicitInterfaceSpecifier: null, ContainsDirectives: false, Identifier.IsMissing: false } property
            || (property.AccessorList is null && property.ExpressionBody is null)
            || mistake.Semantics(property).GetDeclaredSymbol(property, mistake.Cancellation) is not { } symbol)
        {
            yield break;
        }

        var implementation = symbol.PartialImplementationPart?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(mistake.Cancellation) as PropertyDeclarationSyntax;
        if (implementation is not null && !Symbols.IsEmitted(symbol.PartialImplementationPart!) && implementation != property)
        {
            if (!implementation.ContainsDirectives)
            {
                yield return new Proposal(
                    $"Leave the implementation of '{property.Identifier.ValueText}' to SsnGen",
                    nameof(PartialPropertyFixer),
                    edits =>
                    {
                        edits.Replace(implementation.SyntaxTree, MemberRemoval.Span(implementation), "");
                        Declare(edits, property);
                    });
            }
        }
        else
        {
            yield return new Proposal(
                $"Declare '{property.Identifier.ValueText}' as a partial property with a getter", nameof(PartialPropertyFixer), edits => Declare(edits, property));
        }
    }

    private static void Declare(SolutionEdits edits, PropertyDeclarationSyntax property)
    {
        foreach (var modifier in property.Modifiers.Where(static m => !IsKept(m)))
        {
            edits.Replace(property.SyntaxTree, TextSpan.FromBounds(modifier.SpanStart, modifier.GetNextToken().SpanStart), "");
        }

        if (!property.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            edits.Insert(property.SyntaxTree, property.Type.SpanStart, "partial ");
        }

        if (property.Initializer is not null || property.ExpressionBody is not null || !IsGetter(property.AccessorList!))
        {
            edits.Replace(property.SyntaxTree, Body(property), Body(property).Start == property.Identifier.Span.End ? " " + Getter : Getter);
        }
    }

    // As the message of the diagnostic says it.
    private static bool IsKept(SyntaxToken modifier) => modifier.Kind()
        is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.PrivateKeyword
        or SyntaxKind.NewKeyword or SyntaxKind.PartialKeyword;

    private static bool IsGetter(AccessorListSyntax list) =>
        list.Accessors.Count == 1
        && list.Accessors[0] is { RawKind: (int)SyntaxKind.GetAccessorDeclaration, Body: null, ExpressionBody: null, Modifiers.Count: 0, SemicolonToken.IsMissing: false };

    // What follows the name, from the name itself on where there is nothing but space between.
    private static TextSpan Body(PropertyDeclarationSyntax property)
    {
        var start = property.AccessorList?.SpanStart ?? property.ExpressionBody!.SpanStart;
        var isNext = property.Identifier.TrailingTrivia.Concat((property.AccessorList ?? (SyntaxNode)property.ExpressionBody!).GetLeadingTrivia())
            .All(static t => t.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia);
        var last = property.SemicolonToken is { RawKind: not 0, IsMissing: false } semicolon ? semicolon
            : property.AccessorList?.CloseBraceToken ?? property.GetLastToken();
        return TextSpan.FromBounds(isNext ? property.Identifier.Span.End : start, last.Span.End);
    }
}
