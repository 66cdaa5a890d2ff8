using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SsnGen.CodeFixes.Editing;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.CodeFixes.Fixers;

/// <summary>Gives a stage the channels that its block asks for, or a layer those of what it adds or multiplies by.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChannelsFixer))]
[Shared]
public sealed class ChannelsFixer : DefinitionFixer
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.InvalidValue.Id, Descriptors.ShapeMismatch.Id];

    private protected override IEnumerable<Proposal> Propose(Mistake mistake)
    {
        // Such as Channels=16.
        var words = mistake.Remedy?.Split('=') ?? [];
        if (words.Length != 2 || mistake.Cause<PropertyDeclarationSyntax>() is not { } property)
        {
            return [];
        }

        var (name, channels) = (words[0], words[1]);
        return mistake.Id == Descriptors.InvalidValue.Id ? OfStage(mistake, property, name, channels) : OfLayer(mistake, property, channels);
    }

    private static IEnumerable<Proposal> OfStage(Mistake mistake, PropertyDeclarationSyntax stage, string name, string channels)
    {
        if (First(mistake, stage, SsnGenTypes.Repeat) is { } repeat && Arguments.AreComplete(repeat))
        {
            yield return Give(stage, channels, edits => Arguments.Set(edits, repeat, name, channels));
        }
    }

    private static IEnumerable<Proposal> OfLayer(Mistake mistake, PropertyDeclarationSyntax layer, string channels)
    {
        var argument = First(mistake, layer, SsnGenTypes.Conv) is { } conv ? Arguments.First(conv, "channels")
            : First(mistake, layer, SsnGenTypes.Linear) is { } linear ? Arguments.First(linear, "features")
            : null;
        if (argument is not null)
        {
            yield return Give(layer, channels, edits => edits.Replace(argument.SyntaxTree, argument.Expression.Span, channels));
        }
    }

    private static AttributeSyntax? First(Mistake mistake, PropertyDeclarationSyntax property, string attribute) =>
        SsnGenTypes.Attributes(property, mistake.Semantics(property), attribute, mistake.Cancellation).FirstOrDefault();

    private static Proposal Give(PropertyDeclarationSyntax property, string channels, Action<SolutionEdits> edit) =>
        new($"Give '{property.Identifier.ValueText}' {channels} channels", nameof(ChannelsFixer), edit);
}
