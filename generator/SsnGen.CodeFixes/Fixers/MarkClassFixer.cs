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

/// <summary>Adds <c>[SsnModel]</c> or <c>[SsnBlock]</c> to a class with layers, and <c>[SsnBlock]</c> to one that a stage repeats.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkClassFixer))]
[Shared]
public sealed class MarkClassFixer : DefinitionFixer
{
    private const string Suffix = "Attribute";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.UnmarkedClass.Id, Descriptors.NotABlock.Id];

    private protected override IEnumerable<Proposal> Propose(Mistake mistake)
    {
        string[] attributes = mistake.Id == Descriptors.UnmarkedClass.Id
            ? [DefinitionReader.ModelAttribute, DefinitionReader.BlockAttribute]
            : [DefinitionReader.BlockAttribute];
        if (Class(mistake) is not { TypeKind: TypeKind.Class } type
            || Symbols.Has(type, DefinitionReader.ModelAttribute)
            || Symbols.Has(type, DefinitionReader.BlockAttribute)
            || Parts.Of(type, mistake.Cancellation).FirstOrDefault(static p => !p.Identifier.IsMissing) is not { } part)
        {
            return [];
        }

        return attributes.Select(attribute =>
        {
            var name = attribute.Substring(attribute.LastIndexOf('.') + 1);
            name = name.Substring(0, name.Length - Suffix.Length);
            return new Proposal($"Add [{name}] to '{type.Name}'", nameof(MarkClassFixer) + "." + name, edits =>
            {
                Mark(edits, part, Written(name, attribute, part, mistake));

                // Without it the generator would have the next thing to say.
                Parts.MakePartial(edits, Parts.Of(type, mistake.Cancellation));
            });
        });
    }

    private static INamedTypeSymbol? Class(Mistake mistake)
    {
        if (mistake.Id == Descriptors.UnmarkedClass.Id)
        {
            return mistake.Place<TypeDeclarationSyntax>() is { } declaration
                ? mistake.Semantics(declaration).GetDeclaredSymbol(declaration, mistake.Cancellation)
                : null;
        }

        // A class of another project is not for this one to change.
        return mistake.Place<BasePropertyDeclarationSyntax>() is { } stage
            && mistake.Semantics(stage).GetDeclaredSymbol(stage, mistake.Cancellation) is IPropertySymbol property
            && Symbols.BlockOf(property.Type) is INamedTypeSymbol block
            && SymbolEqualityComparer.Default.Equals(block.ContainingAssembly, mistake.Compilation.Assembly) ? block : null;
    }

    // By its full name where the file knows no other.
    private static string Written(string name, string attribute, TypeDeclarationSyntax part, Mistake mistake)
    {
        var candidate = SyntaxFactory.Attribute(SyntaxFactory.IdentifierName(name));
        var meant = mistake.Semantics(part).GetSpeculativeSymbolInfo(part.SpanStart, candidate).Symbol?.ContainingType;
        return Symbols.IsNamed(meant, attribute) ? name : "global::SsnGen." + name;
    }

    // On a line of its own above the class, or in the line where the class does not begin one.
    private static void Mark(SolutionEdits edits, TypeDeclarationSyntax part, string attribute)
    {
        var text = part.SyntaxTree.GetText();
        var line = text.Lines.GetLineFromPosition(part.SpanStart);
        var indent = text.ToString(TextSpan.FromBounds(line.Start, part.SpanStart));
        var lineBreak = text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak));
        var isOwn = indent.Trim().Length == 0 && lineBreak.Length > 0;
        edits.Insert(part.SyntaxTree, part.SpanStart, "[" + attribute + "]" + (isOwn ? lineBreak + indent : " "));
    }
}
