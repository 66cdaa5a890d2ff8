using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SsnGen.CodeFixes.Editing;

namespace SsnGen.CodeFixes;

/// <summary>
/// What all fixers have in common: each finds what can be done about one mistake, and says it as edits of text. Edits touch nothing
/// else, and those of many mistakes go together, which is how all of a document, project or solution are fixed at once.
/// </summary>
public abstract class DefinitionFixer : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new AllProposals(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var solution = context.Document.Project.Solution;
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await Mistake.OfAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } mistake)
            {
                continue;
            }

            foreach (var proposal in Propose(mistake))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(proposal.Title, c => SolutionEdits.Of(proposal).ApplyAsync(solution, c), proposal.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>What can be done about a mistake; nothing where the code is half typed or leaves it open.</summary>
    private protected abstract IEnumerable<Proposal> Propose(Mistake mistake);

    // For the fixer of many mistakes, which is not derived from this.
    internal IEnumerable<Proposal> ProposalsFor(Mistake mistake) => Propose(mistake);
}
