using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SsnGen.Generator.Tests.Builds;

/// <summary>One thing that a build says.</summary>
/// <param name="File">The name of the file, without its folders; empty where it is about no file.</param>
/// <param name="Line">The line, from 1; 0 where there is none.</param>
/// <param name="Column">The column, from 1; 0 where there is none.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c>, or <c>note</c>, which a build does not print.</param>
/// <param name="Id">Its id.</param>
/// <param name="Message">Its words.</param>
internal sealed partial record BuildMessage(string File, int Line, int Column, string Severity, string Id, string Message)
{
    /// <summary>The line that a build prints, without the folders.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}{(Line > 0 ? $"({Line},{Column})" : "")}: {Severity} {Id}: {Message}");

    /// <summary>Reads what a build printed, each message once.</summary>
    /// <param name="output">Its standard output.</param>
    /// <returns>The messages with the names of their projects.</returns>
    public static IReadOnlyList<(string Project, BuildMessage Message)> Printed(string output) =>
        [.. PrintedLines().Matches(output.ReplaceLineEndings("\n")).Select(static m => (Path.GetFileNameWithoutExtension(m.Groups["project"].Value), Of(m.Groups))).Distinct()];

    /// <summary>Reads what a compiler wrote to its error log.</summary>
    /// <param name="log">The log, SARIF 2.1.</param>
    /// <returns>The messages in its order.</returns>
    public static IReadOnlyList<BuildMessage> Logged(string log)
    {
        using var document = JsonDocument.Parse(log);
        return [.. document.RootElement.GetProperty("runs").EnumerateArray()
            .SelectMany(static run => run.GetProperty("results").EnumerateArray())
            .Where(static result => !result.TryGetProperty("suppressions", out _))
            .Select(static result => Of(result))];
    }

    private static BuildMessage Of(GroupCollection line) => new(
        Path.GetFileName(line["file"].Value),
        line["line"].Success ? int.Parse(line["line"].Value, CultureInfo.InvariantCulture) : 0,
        line["column"].Success ? int.Parse(line["column"].Value, CultureInfo.InvariantCulture) : 0,
        line["severity"].Value,
        line["id"].Value,
        line["message"].Value);

    private static BuildMessage Of(JsonElement result)
    {
        var (file, line, column) = ("", 0, 0);
        if (result.TryGetProperty("locations", out var locations) && locations.GetArrayLength() > 0)
        {
            var place = locations[0].GetProperty("physicalLocation");
            file = Path.GetFileName(Uri.UnescapeDataString(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!));
            line = place.GetProperty("region").GetProperty("startLine").GetInt32();
            column = place.GetProperty("region").GetProperty("startColumn").GetInt32();
        }

        return new(
            file,
            line,
            column,
            result.GetProperty("level").GetString()!,
            result.GetProperty("ruleId").GetString()!,
            result.GetProperty("message").GetProperty("text").GetString()!);
    }

    // /folder/File.cs(5,63): error SSN005: words [/folder/Project.csproj]; CSC : error CS8034: words [/folder/Project.csproj]
    [GeneratedRegex(@"^\s*(?<file>[^\n]*?)(\((?<line>\d+),(?<column>\d+)[^)\n]*\))?\s*: (?<severity>error|warning) (?<id>[A-Z]+\d+): (?<message>[^\n]*) \[(?<project>[^\]\n:]+(:\\[^\]\n:]+)?)(::[^\]\n]*)?\]$", RegexOptions.Multiline)]
    private static partial Regex PrintedLines();
}
