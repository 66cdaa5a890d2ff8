using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.CodeFixes.Editing;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.CodeFixes.Fixers;

/// <summary>Gives a convolution or a group normalizer the number of groups that the diagnostic proposes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GroupsFixer))]
[Shared]
public sealed class GroupsFixer : DefinitionFixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.GroupsDoNotDivide.Id];

    private protected override IEnumerable<Proposal> Propose(Mistake mistake)
    {
        if (mistake.Remedy is { } groups && mistake.Cause<AttributeSyntax>() is { } attribute && Arguments.AreComplete(attribute))
        {
            yield return new Proposal($"Use {groups} groups", nameof(GroupsFixer), edits => Arguments.Set(edits, attribute, "Groups", groups));
        }
    }
}
