using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SsnGen.Tool;

/// <summary>What commands print: lines for people, or JSON for programs.</summary>
internal static class ToolOutput
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Prints a result.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="json">Whether as JSON.</param>
    /// <param name="result">What is printed as JSON.</param>
    /// <param name="lines">What is printed otherwise.</param>
    public static void Write(TextWriter output, bool json, object result, IEnumerable<string> lines)
    {
        if (json)
        {
            WriteJson(output, result);
        }
        else
        {
            WriteLines(output, lines);
        }
    }

    /// <summary>Prints a result for programs.</summary>
    public static void WriteJson(TextWriter output, object result) => output.WriteLine(JsonSerializer.Serialize(result, Options));

    /// <summary>Prints lines for people.</summary>
    public static void WriteLines(TextWriter output, params IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            output.WriteLine(Printable(line));
        }
    }

    /// <summary>A number as people read it: <c>19,742</c>.</summary>
    public static string Number(Int128 value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A text without what moves the cursor, begins a line or turns its direction: names come from files.</summary>
    public static string Printable(string line) => line.All(IsPrintable) ? line : string.Concat(line.Select(static c => IsPrintable(c) ? c : '\uFFFD'));

    /// <summary>Whether a character is one that is seen, or a space.</summary>
    public static bool IsPrintable(char c) =>
        char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
