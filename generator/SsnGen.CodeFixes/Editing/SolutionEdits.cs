using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SsnGen.CodeFixes.Editing;

/// <summary>Collects edits of files, in any order and any number of times, and makes them together.</summary>
internal sealed class SolutionEdits
{
    private readonly Dictionary<SyntaxTree, FileEdits> _files = [];

    /// <summary>The edits of one proposal.</summary>
    public static SolutionEdits Of(Proposal proposal)
    {
        var edits = new SolutionEdits();
        proposal.AddTo(edits);
        return edits;
    }

    public void Insert(SyntaxTree tree, int position, string text) => Replace(tree, new TextSpan(position, 0), text);

    public void Replace(SyntaxTree tree, TextSpan span, string text) => File(tree).Changes.Add(new TextChange(span, text));

    /// <summary>Removes an attribute, with its list and its declaration where nothing is left of them.</summary>
    public void Remove(AttributeSyntax attribute) => File(attribute.SyntaxTree).Attributes.Add(attribute);

    /// <summary>Makes the edits.</summary>
    public async Task<Solution> ApplyAsync(Solution solution, CancellationToken cancellation)
    {
        foreach (var pair in _files)
        {
            if (solution.GetDocument(pair.Key) is { } document)
            {
                var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
                var changes = pair.Value.Changes.Concat(AttributeRemoval.Changes(text, pair.Value.Attributes));
                solution = solution.WithDocumentText(document.Id, text.WithChanges(Compatible(changes)));
            }
        }

        return solution;
    }

    // Two mistakes may ask for one edit, or for two that contradict each other: then the first is made, and the other mistake, if it
    // remains one, is reported again.
    private static IEnumerable<TextChange> Compatible(IEnumerable<TextChange> changes)
    {
        TextChange? last = null;
        foreach (var change in changes.OrderBy(static c => c.Span.Start).ThenBy(static c => c.Span.Length))
        {
            if (last is not { Span: var earlier } || (change.Span.Start >= earlier.End && (change.Span.Start > earlier.Start || !change.Span.IsEmpty)))
            {
                last = change;
                yield return change;
            }
        }
    }

    private FileEdits File(SyntaxTree tree)
    {
        if (!_files.TryGetValue(tree, out var file))
        {
            file = new FileEdits();
            _files.Add(tree, file);
        }

        return file;
    }

    private sealed class FileEdits
    {
        public List<TextChange> Changes { get; } = [];

        public HashSet<AttributeSyntax> Attributes { get; } = [];
    }
}
