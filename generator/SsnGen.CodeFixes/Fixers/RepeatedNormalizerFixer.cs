using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SsnGen.CodeFixes.Editing;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.CodeFixes.Fixers;

/// <summary>Leaves each normalizer of an <c>[Ssn]</c> where it is given first, and removes the others.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RepeatedNormalizerFixer))]
[Shared]
public sealed class RepeatedNormalizerFixer : DefinitionFixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.NormalizerTwice.Id];

    private protected override IEnumerable<Proposal> Propose(Mistake mistake)
    {
        if (mistake.Place<AttributeSyntax>() is not { ArgumentList: { } list } attribute)
        {
            yield break;
        }

        var semantics = mistake.Semantics(attribute);
        var repeated = Normalizers(list)
            .Select(e => (Expression: e, semantics.GetConstantValue(e, mistake.Cancellation).Value))
            .Where(static e => e.Value is not null)
            .GroupBy(static e => e.Value)
            .SelectMany(static same => same.Skip(1))
            .Select(static e => e.Expression)
            .ToArray();
        if (repeated.Length > 0)
        {
            yield return new Proposal(
                repeated.Length == 1 ? "Remove the repeated normalizer" : "Remove the repeated normalizers",
                nameof(RepeatedNormalizerFixer),
                edits =>
                {
                    foreach (var expression in repeated)
                    {
                        edits.Replace(attribute.SyntaxTree, WithComma(expression), "");
                    }
                });
        }
    }

    // One by one, or as one array.
    private static IEnumerable<ExpressionSyntax> Normalizers(AttributeArgumentListSyntax list)
    {
        var given = list.Arguments.Where(static a => a.NameEquals is null).Select(static a => a.Expression).ToArray();
        return given.Length != 1 ? given : given[0] switch
        {
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
            ArrayCreationExpressionSyntax { Initializer: { } values } => values.Expressions,
            CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(static e => e.Expression),
            _ => given,
        };
    }

    // Never the first of its list, so there is a comma before it.
    private static TextSpan WithComma(ExpressionSyntax expression)
    {
        SyntaxNode element = expression.Parent is AttributeArgumentSyntax or ExpressionElementSyntax ? expression.Parent : expression;
        return TextSpan.FromBounds(element.GetFirstToken().GetPreviousToken().SpanStart, element.Span.End);
    }
}
