using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SsnGen.Files;

namespace SsnGen.Tool.Scaffolding.Names;

/// <summary>Makes names of C# of the names of a model, which may be anything.</summary>
internal static partial class Identifiers
{
    private const int MostCharacters = 64;

    /// <summary>The parts of a name as one identifier, each beginning with a capital: <c>Layer1Conv1</c>; empty where no letter is left.</summary>
    public static string Of(params IEnumerable<string> parts)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            foreach (var word in Words().Matches(part).Select(static m => m.Value))
            {
                // Numbers one behind the other stay two.
                if (text.Length > 0 && char.IsAsciiDigit(text[^1]) && char.IsAsciiDigit(word[0]))
                {
                    text.Append('_');
                }

                text.Append(char.ToUpperInvariant(word[0])).Append(word.AsSpan(1));
            }
        }

        var start = 0;
        while (start < text.Length && !char.IsAsciiLetter(text[start]))
        {
            start++;
        }

        // What a number stood before begins with a capital, too: no keyword does.
        var name = text.ToString(start, Math.Min(text.Length - start, MostCharacters)).TrimEnd('_');
        return name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];
    }

    /// <summary>A name that nothing else has, which a number makes it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="taken">Takes it.</param>
    public static string Unique(string name, HashSet<string> taken)
    {
        var unique = name;
        for (var i = 2; !taken.Add(unique); i++)
        {
            unique = name + (char.IsAsciiDigit(name[^1]) ? "_" : "") + i.ToString(CultureInfo.InvariantCulture);
        }

        return unique;
    }

    /// <summary>Whether a text is a namespace: names joined by dots.</summary>
    public static bool IsNamespace(string text) => text.Length <= 512 && text.Split('.').All(IsOne);

    /// <summary>Whether a text is a name that a type may have, without an escape.</summary>
    public static bool IsOne(string text) =>
        text.Length is > 0 and <= MostCharacters && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') && !_keywords.Contains(text);

    private static readonly HashSet<string> _keywords =
    [
        .. SelectionFile.Keywords,

        // Types cannot be called so, though other things may.
        "record", "required", "scoped", "file", "partial", "var", "dynamic", "await", "nint", "nuint", "notnull", "unmanaged", "managed", "extension", "field", "where", "yield",
    ];

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Words();
}
