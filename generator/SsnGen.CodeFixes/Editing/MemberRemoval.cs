using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SsnGen.CodeFixes.Editing;

/// <summary>Removes whole members.</summary>
internal static class MemberRemoval
{
    /// <summary>
    /// What of a text to remove with a member: its documentation and the empty lines before it too, but no comment and nothing
    /// before one, which may be about more than it.
    /// </summary>
    public static TextSpan Span(MemberDeclarationSyntax member)
    {
        var start = member.FullSpan.Start;
        var isCommented = false;
        foreach (var trivia in member.GetLeadingTrivia())
        {
            var isComment = trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia;
            if (isComment || (isCommented && trivia.IsKind(SyntaxKind.EndOfLineTrivia)))
            {
                start = trivia.Span.End;
            }

            isCommented = isComment;
        }

        return TextSpan.FromBounds(start, member.FullSpan.End);
    }
}
