using System.Collections.Immutable;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SsnGen.CodeFixes.Editing;

namespace SsnGen.CodeFixes;

/// <summary>
/// Fixes all mistakes of a kind together. Unlike the compiler's own providers it merges edits of one attribute list or one block,
/// and does not pass over generated files: a selection is one.
/// </summary>
internal sealed class AllProposals(DefinitionFixer fixer) : FixAllProvider
{
    /// <inheritdoc/>
    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var edits = new SolutionEdits();
        var titles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (document, diagnostics) in await DiagnosticsAsync(fixAllContext).ConfigureAwait(false))
        {
            foreach (var diagnostic in diagnostics)
            {
                if (await Mistake.OfAsync(document, diagnostic, fixAllContext.CancellationToken).ConfigureAwait(false) is { } mistake
                    && fixer.ProposalsFor(mistake).FirstOrDefault(p => p.Key == fixAllContext.CodeActionEquivalenceKey) is { } proposal)
                {
                    proposal.AddTo(edits);
                    titles.Add(proposal.Title);
                }
            }
        }

        var title = titles.Count == 1 ? titles.Single() : "Do what is proposed for each";
        return titles.Count == 0 ? null : CodeAction.Create(title, c => edits.ApplyAsync(fixAllContext.Solution, c), fixAllContext.CodeActionEquivalenceKey);
    }

    private static async Task<IReadOnlyList<(Document Document, ImmutableArray<Diagnostic> Diagnostics)>> DiagnosticsAsync(FixAllContext context)
    {
        IEnumerable<Document> documents = context.Scope switch
        {
            FixAllScope.Document when context.Document is { } document => [document],
            FixAllScope.Project => context.Project.Documents,
            FixAllScope.Solution => context.Solution.Projects.Where(p => p.Language == context.Project.Language).SelectMany(static p => p.Documents),
            _ => [],
        };
        var found = new List<(Document, ImmutableArray<Diagnostic>)>();
        foreach (var document in documents)
        {
            found.Add((document, await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false)));
        }

        return found;
    }
}
