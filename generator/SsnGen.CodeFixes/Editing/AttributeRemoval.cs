using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SsnGen.CodeFixes.Editing;

/// <summary>Removes attributes, the lists that they leave empty, and the parts of classes that were there for them only.</summary>
internal static class AttributeRemoval
{
    /// <summary>The changes of a text that remove attributes.</summary>
    public static IEnumerable<TextChange> Changes(SourceText text, IReadOnlyCollection<AttributeSyntax> removed) =>
        removed.Select(static a => a.FirstAncestorOrSelf<AttributeListSyntax>()).OfType<AttributeListSyntax>().Distinct()
            .GroupBy(static l => l.Parent)
            .SelectMany(lists => OfDeclaration(text, lists.Key, [.. lists], removed))
            .Select(static span => new TextChange(span, ""));

    private static IEnumerable<TextSpan> OfDeclaration(SourceText text, SyntaxNode? owner, AttributeListSyntax[] lists, IReadOnlyCollection<AttributeSyntax> removed)
    {
        if (owner is TypeDeclarationSyntax part && IsBare(part) && part.AttributeLists.SelectMany(static l => l.Attributes).All(removed.Contains))
        {
            return [MemberRemoval.Span(part)];
        }

        return lists.SelectMany(l => l.Attributes.All(removed.Contains) ? [OfList(text, l)] : OfAttributes(l, removed));
    }

    // A part that says nothing by itself: partial class X;
    private static bool IsBare(TypeDeclarationSyntax part) =>
        part.Modifiers.Any(SyntaxKind.PartialKeyword)
        && part is { Members.Count: 0, BaseList: null, ParameterList: null, ConstraintClauses.Count: 0, ContainsDirectives: false };

    // With its line, and a comment behind it, where it has one of its own.
    private static TextSpan OfList(SourceText text, AttributeListSyntax list)
    {
        var (first, last) = (text.Lines.GetLineFromPosition(list.SpanStart), text.Lines.GetLineFromPosition(list.Span.End));
        var (before, behind) = (text.ToString(TextSpan.FromBounds(first.Start, list.SpanStart)), text.ToString(TextSpan.FromBounds(list.Span.End, last.End)));
        var isLast = behind.Trim() is var rest && (rest.Length == 0 || rest.StartsWith("//", StringComparison.Ordinal));
        if (isLast && before.Trim().Length == 0)
        {
            return TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak);
        }

        return isLast
            ? TextSpan.FromBounds(list.SpanStart - (before.Length - before.TrimEnd().Length), list.Span.End)
            : TextSpan.FromBounds(list.SpanStart, list.Span.End + (behind.Length - behind.TrimStart().Length));
    }

    // Each with the comma that stands between it and those that stay.
    private static IEnumerable<TextSpan> OfAttributes(AttributeListSyntax list, IReadOnlyCollection<AttributeSyntax> removed)
    {
        var attributes = list.Attributes;
        var kept = attributes.IndexOf(a => !removed.Contains(a));
        for (var i = 0; i < attributes.Count; i++)
        {
            if (removed.Contains(attributes[i]))
            {
                yield return i < kept
                    ? TextSpan.FromBounds(attributes[i].SpanStart, attributes[i + 1].SpanStart)
                    : TextSpan.FromBounds(attributes.GetSeparator(i - 1).SpanStart, attributes[i].Span.End);
            }
        }
    }
}
