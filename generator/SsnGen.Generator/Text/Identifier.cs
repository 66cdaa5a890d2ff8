using Microsoft.CodeAnalysis.CSharp;

namespace SsnGen.Generator.Text;

/// <summary>Names that a user chose, as code writes them.</summary>
internal static class Identifier
{
    /// <summary>A name, with <c>@</c> where it would be a keyword, be it only in some places.</summary>
    public static string Of(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>A name with its first letter in lower case, as parameters have it.</summary>
    public static string Parameter(string name) => Of(char.ToLowerInvariant(name[0]) + name.Substring(1));
}
