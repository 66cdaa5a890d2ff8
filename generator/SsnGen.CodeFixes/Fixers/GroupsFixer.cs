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
            yield return new Proposal($"Use {groups} groups", nameof(GroupsFixer), edits => Set(edits, attribute, IsGroupNorm(mistake, attribute), groups));
        }
    }

    private static bool IsGroupNorm(Mistake mistake, AttributeSyntax attribute) =>
        Symbols.IsNamed(mistake.Semantics(attribute).GetTypeInfo(attribute, mistake.Cancellation).Type, SsnGenTypes.GroupNorm);

    // Those of a group normalizer by itself are its constructor's.
    private static void Set(SolutionEdits edits, AttributeSyntax attribute, bool isGroupNorm, string groups)
    {
        if (isGroupNorm)
        {
            Arguments.SetFirst(edits, attribute, "groups", groups);
        }
        else
        {
            Arguments.Set(edits, attribute, "Groups", groups);
        }
    }
}
