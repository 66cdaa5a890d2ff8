using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.CodeFixes.Editing;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.CodeFixes.Fixers;

/// <summary>Removes a <c>[Selected]</c> that fits no layer, and all of them from a class that is no model.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveSelectionFixer))]
[Shared]
public sealed class RemoveSelectionFixer : DefinitionFixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Descriptors.UnknownPath.Id, Descriptors.SelectedTwice.Id, Descriptors.NotInOmega.Id, Descriptors.OrphanedSelection.Id];

    private protected override IEnumerable<Proposal> Propose(Mistake mistake)
    {
        if (mistake.Place<AttributeSyntax>() is { } attribute)
        {
            var isOrphaned = mistake.Id == Descriptors.OrphanedSelection.Id;
            yield return new Proposal(isOrphaned ? "Remove the selection" : "Remove this [Selected]", nameof(RemoveSelectionFixer), edits =>
            {
                foreach (var selected in isOrphaned ? Selection(mistake, attribute) : [attribute])
                {
                    edits.Remove(selected);
                }
            });
        }
    }

    private static IEnumerable<AttributeSyntax> Selection(Mistake mistake, AttributeSyntax attribute) =>
        attribute.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration
        && mistake.Semantics(declaration).GetDeclaredSymbol(declaration, mistake.Cancellation) is { } type
            ? Parts.Of(type, mistake.Cancellation).SelectMany(p => SsnGenTypes.Attributes(p, mistake.Semantics(p), DefinitionReader.SelectedAttribute, mistake.Cancellation))
            : [attribute];
}
