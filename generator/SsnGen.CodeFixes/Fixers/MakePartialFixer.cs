using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.CodeFixes.Editing;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.CodeFixes.Fixers;

/// <summary>
/// Adds <c>partial</c> to all parts of a class, and to those of the types that it is nested in. The compiler's own errors count too:
/// what a generator reports is in a file, but in no syntax tree, and not every editor offers fixes for that.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialFixer))]
[Shared]
public sealed class MakePartialFixer : DefinitionFixer
{
    /// <summary>The compiler's error about a partial member in a class that is not partial.</summary>
    internal const string PartialMember = "CS0751";

    /// <summary>The compiler's error about a part of a class that is not partial.</summary>
    internal const string MissingPartial = "CS0260";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.NotPartial.Id, PartialMember, MissingPartial];

    private protected override IEnumerable<Proposal> Propose(Mistake mistake)
    {
        if (mistake.Place<TypeDeclarationSyntax>() is { Identifier.IsMissing: false, Keyword.IsMissing: false } declaration
            && mistake.Semantics(declaration).GetDeclaredSymbol(declaration, mistake.Cancellation) is { } type
            && SsnGenTypes.IsDefinition(type))
        {
            yield return new Proposal($"Make '{type.Name}' partial", nameof(MakePartialFixer), edits =>
            {
                for (var t = type; t is not null; t = t.ContainingType)
                {
                    Parts.MakePartial(edits, Parts.Of(t, mistake.Cancellation));
                }
            });
        }
    }
}
