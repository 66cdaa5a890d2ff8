using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsnGen.CodeFixes.Editing;

/// <summary>Edits of the arguments of an attribute.</summary>
internal static class Arguments
{
    /// <summary>An argument that sets a property, such as <c>Groups = 8</c>.</summary>
    public static AttributeArgumentSyntax? Named(AttributeSyntax attribute, string name) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == name);

    /// <summary>The first argument of the constructor, under its name too.</summary>
    public static AttributeArgumentSyntax? First(AttributeSyntax attribute, string parameter) =>
        attribute.ArgumentList?.Arguments is not { } arguments ? null
        : arguments.FirstOrDefault(a => a.NameColon?.Name.Identifier.ValueText == parameter)
        ?? arguments.FirstOrDefault(static a => a is { NameEquals: null, NameColon: null });

    /// <summary>Whether arguments can be added: they are written to their end.</summary>
    public static bool AreComplete(AttributeSyntax attribute) =>
        attribute.ArgumentList is not { } list
        || (!list.CloseParenToken.IsMissing && !list.OpenParenToken.IsMissing && list.Arguments.All(static a => !a.IsMissing && !a.Expression.IsMissing));

    /// <summary>Sets a property: changes its argument, or adds one at the end.</summary>
    public static void Set(SolutionEdits edits, AttributeSyntax attribute, string name, string value)
    {
        if (Named(attribute, name) is { } argument)
        {
            edits.Replace(attribute.SyntaxTree, argument.Expression.Span, value);
        }
        else
        {
            Add(edits, attribute, name + " = " + value, isFirst: false);
        }
    }

    /// <summary>Sets the first argument of the constructor: changes it, or adds one in front.</summary>
    public static void SetFirst(SolutionEdits edits, AttributeSyntax attribute, string parameter, string value)
    {
        if (First(attribute, parameter) is { } argument)
        {
            edits.Replace(attribute.SyntaxTree, argument.Expression.Span, value);
        }
        else
        {
            Add(edits, attribute, value, isFirst: true);
        }
    }

    private static void Add(SolutionEdits edits, AttributeSyntax attribute, string text, bool isFirst)
    {
        if (attribute.ArgumentList is not { } list)
        {
            edits.Insert(attribute.SyntaxTree, attribute.Name.Span.End, "(" + text + ")");
        }
        else if (isFirst || list.Arguments.Count == 0)
        {
            edits.Insert(attribute.SyntaxTree, list.OpenParenToken.Span.End, list.Arguments.Count == 0 ? text : text + ", ");
        }
        else
        {
            edits.Insert(attribute.SyntaxTree, list.Arguments.Last().Span.End, ", " + text);
        }
    }
}
