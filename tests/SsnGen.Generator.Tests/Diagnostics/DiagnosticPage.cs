using System.Text.RegularExpressions;
using SsnGen.Testing;

namespace SsnGen.Generator.Tests.Diagnostics;

/// <summary>A page of docs/diagnostics/: an example, and what is said of it.</summary>
/// <param name="Id">The id that it is about.</param>
/// <param name="Title">The title of its heading.</param>
/// <param name="Source">The example.</param>
/// <param name="Properties">Properties of the example's project, as XML.</param>
/// <param name="Printed">What is said of it.</param>
/// <param name="Fix">What a fixer does, or why there is none.</param>
internal sealed partial record DiagnosticPage(string Id, string Title, string Source, string Properties, string Printed, string Fix)
{
    /// <summary>Whether the project of the example lets code use pointers.</summary>
    public bool AllowsUnsafe => !Properties.Contains("<AllowUnsafeBlocks>false", StringComparison.Ordinal);

    /// <summary>Whether the project of the example references a library of the next contract.</summary>
    public bool HasNextRuntime => Id == "SSN032";

    /// <summary>All pages, by id.</summary>
    public static IReadOnlyDictionary<string, DiagnosticPage> All { get; } = Directory
        .GetFiles(Path.Combine(RepositoryPaths.Root, "docs", "diagnostics"), "SSN*.md")
        .Select(static file => Read(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file).ReplaceLineEndings("\n")))
        .ToDictionary(static p => p.Id);

    private static DiagnosticPage Read(string id, string text)
    {
        var heading = Heading().Match(text);
        Assert.True(heading.Success && heading.Groups["id"].Value == id, id + ".md must begin with its id and title.");
        return new DiagnosticPage(
            id,
            heading.Groups["title"].Value,
            Fenced(text, "csharp"),
            Fenced(text, "xml"),
            Fenced(text, "text"),
            FixLine().Match(text).Groups["fix"].Value);
    }

    private static string Fenced(string text, string language) => Regex.Match(text, $"```{language}\n(?<content>.*?)```", RegexOptions.Singleline).Groups["content"].Value;

    [GeneratedRegex(@"\A# (?<id>SSN\d{3}): (?<title>.+)\n")]
    private static partial Regex Heading();

    [GeneratedRegex(@"\*\*Fix:\*\* (?<fix>.+)\n", RegexOptions.Singleline)]
    private static partial Regex FixLine();
}
