using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.CodeFixes.Editing;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Planning;

namespace SsnGen.CodeFixes.Fixers;

/// <summary>Lets the first convolution of a block that has no stride of its own follow that of the stage.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StridedFixer))]
[Shared]
public sealed class StridedFixer : DefinitionFixer
{
    private const string Strided = "Strided";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.ShapeMismatch.Id];

    private protected override IEnumerable<Proposal> Propose(Mistake mistake)
    {
        if (mistake.Remedy == ShortcutAdvice.Strided
            && mistake.Cause<AttributeSyntax>()?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } block
            && FirstConvolution(mistake, block) is { } conv)
        {
            var layer = conv.FirstAncestorOrSelf<PropertyDeclarationSyntax>()!.Identifier.ValueText;
            yield return new Proposal($"Let '{layer}' follow the stage's stride", nameof(StridedFixer), edits => Arguments.Set(edits, conv, Strided, "true"));
        }
    }

    private static AttributeSyntax? FirstConvolution(Mistake mistake, TypeDeclarationSyntax block) =>
        block.Members.OfType<PropertyDeclarationSyntax>()
            .SelectMany(p => SsnGenTypes.Attributes(p, mistake.Semantics(p), SsnGenTypes.Conv, mistake.Cancellation))
            .FirstOrDefault(static c => Arguments.AreComplete(c) && Arguments.Named(c, Strided) is null && Arguments.Named(c, "Stride") is null);
}
