using System.Globalization;
using System.Text.RegularExpressions;
using SsnGen.Files;

namespace SsnGen.Tool.Selections;

/// <summary>Reads the <c>[Selected]</c> attributes of a selection file. Whatever else stands in it, nothing is compiled.</summary>
internal static partial class SelectionSource
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The selection of each layer.</returns>
    /// <exception cref="ToolException">It is no selection, an attribute of it cannot be read, or a layer is selected twice.</exception>
    public static IReadOnlyDictionary<string, (Normalizer Mean, Normalizer Variance)> Read(string path)
    {
        var text = WithoutComments(TextFile.Read(path, "no selection"));
        var selection = new Dictionary<string, (Normalizer, Normalizer)>(StringComparer.Ordinal);
        foreach (Match attribute in Attribute().Matches(text))
        {
            var match = Selected().Match(text, attribute.Index);
            if (!match.Success || !Enum.TryParse(match.Groups[2].Value, out Normalizer mean) || !Enum.TryParse(match.Groups[3].Value, out Normalizer variance))
            {
                throw ToolException.InFile($"{path}: line {Line(attribute)} has a [Selected] that is not [Selected(\"PATH\", Normalizer.MEAN, Normalizer.VARIANCE)].");
            }

            if (!selection.TryAdd(Unescaped(match.Groups[1].Value), (mean, variance)))
            {
                throw ToolException.InFile($"{path}: line {Line(attribute)} selects {WeightsException.Shortened(match.Groups[1].Value)} a second time.");
            }
        }

        return selection.Count > 0 || Class().IsMatch(text) ? selection
            : throw ToolException.InFile($"{path} is no selection: it has no [Selected], nor the 'partial class NAME;' that training writes where all layers stay mixtures.");

        int Line(Match match) => 1 + text.AsSpan(0, match.Index).Count('\n');
    }

    /// <summary>Whether a file begins as training writes selections, so that another one may take its place.</summary>
    public static bool IsWritten(string path)
    {
        using var stream = RegularFile.OpenRead(path);
        using var reader = new StreamReader(stream);
        Span<char> start = stackalloc char[SelectionFile.Start.Length];
        return reader.ReadBlock(start) == start.Length && start.SequenceEqual(SelectionFile.Start);
    }

    // Lines keep their numbers; comment signs inside of texts are text.
    private static string WithoutComments(string text) => TextOrComment().Replace(text, static match =>
        match.Value[0] == '/' ? new string([.. match.Value.Where(static c => c == '\n')]) : match.Value);

    private static string Unescaped(string text) => Escape().Replace(text, static match => match.Groups[1].Success
        ? ((char)ushort.Parse(match.Groups[1].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)).ToString()
        : match.Groups[2].Value);

    [GeneratedRegex("""\bpartial\s+class\s+@?\w+\s*(?:;|\{\s*\})""")]
    private static partial Regex Class();

    [GeneratedRegex("""\bSelected(?:Attribute)?\s*\(""")]
    private static partial Regex Attribute();

    [GeneratedRegex("""\GSelected(?:Attribute)?\s*\(\s*"((?:[^"\\\r\n]|\\["\\]|\\u[0-9A-Fa-f]{4})*)"\s*,\s*(?:SsnGen\.)?Normalizer\.([A-Za-z]{1,20})\s*,\s*(?:SsnGen\.)?Normalizer\.([A-Za-z]{1,20})\s*\)""")]
    private static partial Regex Selected();

    [GeneratedRegex(""""//[^\n]*|/\*[\s\S]*?(?:\*/|\z)|"(?:[^"\\\r\n]|\\.)*"?"""")]
    private static partial Regex TextOrComment();

    [GeneratedRegex("""\\(?:u([0-9A-Fa-f]{4})|(.))""")]
    private static partial Regex Escape();
}
