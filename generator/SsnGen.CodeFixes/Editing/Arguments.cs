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
        var text = name + " = " + value;
        if (Named(attribute, name) is { } argument)
        {
            edits.Replace(attribute.SyntaxTree, argument.Expression.Span, value);
        }
        else if (attribute.ArgumentList is not { } list)
        {
            edits.Insert(attribute.SyntaxTree, attribute.Name.Span.End, "(" + text + ")");
        }
        else
        {
            var position = list.Arguments.Count == 0 ? list.OpenParenToken.Span.End : list.Arguments.Last().Span.End;
            edits.Insert(attribute.SyntaxTree, position, list.Arguments.Count == 0 ? text : ", " + text);
        }
    }
}
