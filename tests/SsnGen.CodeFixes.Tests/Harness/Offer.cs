using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.CodeFixes.Tests.Harness;

/// <summary>Asks a fixer directly what it offers, for diagnostics that nobody need have reported.</summary>
internal static class Offer
{
    private static readonly Document _empty = new AdhocWorkspace().AddProject("Model", LanguageNames.CSharp)
        .WithMetadataReferences(References.All)
        .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))
        .AddDocument("Model.cs", "", filePath: "Model.cs");

    /// <summary>A document of a project that knows SsnGen.</summary>
    public static Document Document(string text) => _empty.WithText(SourceText.From(text));

    /// <summary>A diagnostic, of the compiler too.</summary>
    public static Diagnostic Diagnostic(string id, Location place, Location? cause = null, string? remedy = null) => Microsoft.CodeAnalysis.Diagnostic.Create(
        Descriptors.All.FirstOrDefault(d => d.Id == id) ?? new DiagnosticDescriptor(id, id, id, "Compiler", DiagnosticSeverity.Error, isEnabledByDefault: true),
        place,
        cause is null ? [] : [cause],
        ImmutableDictionary<string, string?>.Empty.Add(Finding.RemedyKey, remedy));

    /// <summary>What a fixer offers.</summary>
    public static async Task<IReadOnlyList<CodeAction>> Of(CodeFixProvider fixer, Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await fixer.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default));
        return actions;
    }

    /// <summary>The document after an action.</summary>
    public static async Task<Document> Apply(CodeAction action, Document document)
    {
        var operations = await action.GetOperationsAsync(default);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
    }
}
