using System.Globalization;
using System.Text;

namespace SsnGen.Files;

/// <summary>
/// Writes <c>NAME.Selection.cs</c>: what training chose for each layer, as attributes on another part of the network's
/// class. The next compile collapses the network to it.
/// </summary>
public static class SelectionFile
{
    // The reserved words of C#; as names they need an @. Contextual ones (such as record) do not, outside of type names.
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue",
        "decimal", "default", "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally",
        "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock",
        "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected",
        "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string",
        "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort",
        "using", "virtual", "void", "volatile", "while",
    };

    /// <summary>Writes the file as a whole: UTF-8 without a byte order mark, lines ended by \n, the same bytes for the same selection.</summary>
    /// <param name="path">The file to write, beside the definition of the network; created or replaced.</param>
    /// <param name="fullTypeName">The full name of the network's class, such as <c>Samples.DigitsNet</c>.</param>
    /// <param name="selection">Path, normalizer of the mean and normalizer of the variance of each layer, in the order to write.</param>
    /// <exception cref="ArgumentException">The name is not that of a class, a path is empty or there twice, or there is no such normalizer.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, string fullTypeName, IEnumerable<(string Path, Normalizer Mean, Normalizer Variance)> selection)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = Text(fullTypeName, selection);
        AtomicFile.Write(path, stream => stream.Write(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text)));
    }

    /// <summary>The text that <see cref="Write"/> writes.</summary>
    internal static string Text(string fullTypeName, IEnumerable<(string Path, Normalizer Mean, Normalizer Variance)> selection)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullTypeName);
        ArgumentNullException.ThrowIfNull(selection);
        var names = fullTypeName.Split('.').Select(name => Identifier(name, fullTypeName)).ToArray();
        var lines = new List<string>
        {
            $"// The normalizers that training selected for each layer of {names[^1]} (mean, variance).",
            "// Written by training, and written over by the next one. Commit it together with the weights of the same",
            "// training: the network is compiled for this selection, and weights of another one are refused.",
            "",
            "using SsnGen;",
            "",
        };
        if (names.Length > 1)
        {
            lines.Add($"namespace {string.Join('.', names[..^1])};");
            lines.Add("");
        }

        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (layer, mean, variance) in selection)
        {
            if (string.IsNullOrEmpty(layer) || !paths.Add(layer))
            {
                throw new ArgumentException(string.IsNullOrEmpty(layer) ? "A layer has an empty path." : $"Layer {layer} is selected twice.", nameof(selection));
            }

            lines.Add($"[Selected({Literal(layer)}, {Name(layer, mean)}, {Name(layer, variance)})]");
        }

        lines.Add($"partial class {names[^1]};");
        return string.Concat(lines.Select(static line => line + "\n"));
    }

    private static string Name(string layer, Normalizer normalizer) => Enum.IsDefined(normalizer)
        ? $"Normalizer.{normalizer}"
        : throw new ArgumentException($"Layer {layer} selects the unknown normalizer {normalizer}.", nameof(normalizer));

    private static string Identifier(string name, string fullTypeName)
    {
        var bare = name.StartsWith('@') ? name[1..] : name;
        var valid = bare.Length > 0 && IsStart(bare[0]) && bare.All(IsPart);
        return !valid
            ? throw new ArgumentException($"'{fullTypeName}' is not the full name of a class that is neither nested nor generic: '{name}' is no identifier.", nameof(fullTypeName))
            : Keywords.Contains(bare) ? "@" + bare : bare;
    }

    // C# specification, section 6.4.3.
    private static bool IsStart(char c) => c == '_' || char.IsLetter(c) || char.GetUnicodeCategory(c) == UnicodeCategory.LetterNumber;

    private static bool IsPart(char c) => IsStart(c) || char.GetUnicodeCategory(c) is UnicodeCategory.DecimalDigitNumber
        or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Format;

    private static string Literal(string text)
    {
        var literal = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            // Line ends, invisible characters and the like are escaped, so that the file looks the same in every editor.
            if (c is '"' or '\\')
            {
                literal.Append('\\').Append(c);
            }
            else if (c is >= ' ' and <= '~' || char.IsLetterOrDigit(c))
            {
                literal.Append(c);
            }
            else
            {
                literal.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        return literal.Append('"').ToString();
    }
}
