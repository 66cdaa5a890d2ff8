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
using SsnGen.Generator.Text;

namespace SsnGen.CodeFixes.Fixers;

/// <summary>Writes the name that was meant: of an earlier layer, of a layer that a selection names, of the model that it is for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NearestNameFixer))]
[Shared]
public sealed class NearestNameFixer : DefinitionFixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Descriptors.UnknownLayer.Id, Descriptors.UnknownPath.Id, Descriptors.OrphanedSelection.Id];

    private protected override IEnumerable<Proposal> Propose(Mistake mistake)
    {
        if (mistake.Remedy is not { } name || mistake.Place<AttributeSyntax>() is not { } attribute)
        {
            return [];
        }

        return mistake.Id == Descriptors.OrphanedSelection.Id ? Rename(mistake, attribute, name)
            : mistake.Id == Descriptors.UnknownPath.Id ? Argument(attribute, "path", name, SymbolDisplay.FormatLiteral(name, quote: true))
            : Source(mistake, attribute, name);
    }

    // One of several names is reported where it stands.
    private static IEnumerable<Proposal> Source(Mistake mistake, AttributeSyntax attribute, string name)
    {
        var argument = mistake.Place<AttributeArgumentSyntax>() ?? Arguments.First(attribute, "source") ?? Arguments.First(attribute, "like");
        return argument is null ? [] : [Change(name, edits => edits.Replace(attribute.SyntaxTree, argument.Expression.Span, "nameof(" + Identifier.Of(name) + ")"))];
    }

    private static IEnumerable<Proposal> Argument(AttributeSyntax attribute, string parameter, string name, string code)
    {
        if (Arguments.First(attribute, parameter) is { } argument)
        {
            yield return Change(name, edits => edits.Replace(attribute.SyntaxTree, argument.Expression.Span, code));
        }
    }

    // Only of a class that has nothing but its selection: others may be used by other names for a reason.
    private static IEnumerable<Proposal> Rename(Mistake mistake, AttributeSyntax attribute, string name)
    {
        if (attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
            && mistake.Semantics(declaration).GetDeclaredSymbol(declaration, mistake.Cancellation) is { } type
            && !Symbols.Has(type, DefinitionReader.BlockAttribute)
            && Parts.Of(type, mistake.Cancellation).ToArray() is var parts
            && parts.All(static p => p.Members.Count == 0))
        {
            yield return Change(name, edits =>
            {
                foreach (var part in parts)
                {
                    edits.Replace(part.SyntaxTree, part.Identifier.Span, Identifier.Of(name));
                }
            });
        }
    }

    private static Proposal Change(string name, Action<SolutionEdits> edit) => new($"Change to '{name}'", nameof(NearestNameFixer), edit);
}
