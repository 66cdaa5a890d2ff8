using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using SsnGen.Generator.Diagnostics;

namespace SsnGen.CodeFixes;

/// <summary>A diagnostic and the code that it is about.</summary>
internal sealed class Mistake
{
    private readonly Diagnostic _diagnostic;
    private readonly SyntaxNode _root;

    private Mistake(Diagnostic diagnostic, SyntaxNode root, Compilation compilation, CancellationToken cancellation)
    {
        (_diagnostic, _root) = (diagnostic, root);
        (Compilation, Cancellation) = (compilation, cancellation);
    }

    public string Id => _diagnostic.Id;

    public Compilation Compilation { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>What the diagnostic says would mend it, or null.</summary>
    public string? Remedy => _diagnostic.Properties.TryGetValue(Finding.RemedyKey, out var remedy) ? remedy : null;

    /// <summary>The mistake of a diagnostic; null where the document cannot be read.</summary>
    public static async Task<Mistake?> OfAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var compilation = await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false);

        // The document may have become shorter since. What a generator reports has a file, but no syntax tree.
        return root is null || compilation is null || !root.FullSpan.Contains(diagnostic.Location.SourceSpan)
            ? null
            : new Mistake(diagnostic, root, compilation, cancellation);
    }

    /// <summary>The innermost node of a kind around the place that is reported.</summary>
    public T? Place<T>()
        where T : SyntaxNode => Around<T>(_root, _diagnostic.Location);

    /// <summary>
    /// The node of a kind around the cause: for what is reported at a stage of the model, that in its block; otherwise the place itself.
    /// </summary>
    public T? Cause<T>()
        where T : SyntaxNode =>
        _diagnostic.AdditionalLocations.Count == 0 ? Place<T>()
        : _diagnostic.AdditionalLocations[0] is { SourceTree: { } tree } cause && Compilation.ContainsSyntaxTree(tree) ? Around<T>(tree.GetRoot(Cancellation), cause)
        : null;

    /// <summary>What the compiler knows of a tree.</summary>
    public SemanticModel Semantics(SyntaxNode node) => Compilation.GetSemanticModel(node.SyntaxTree);

    private static T? Around<T>(SyntaxNode root, Location location)
        where T : SyntaxNode =>
        root.FullSpan.Contains(location.SourceSpan) ? root.FindNode(location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>() : null;
}
