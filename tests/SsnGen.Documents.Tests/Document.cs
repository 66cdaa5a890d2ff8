using System.Text.RegularExpressions;
using SsnGen.Testing;

namespace SsnGen.Documents.Tests;

/// <summary>A document of the repository.</summary>
/// <param name="Path">Its path from the root, with slashes.</param>
/// <param name="Text">Its text.</param>
internal sealed partial record Document(string Path, string Text)
{
    private static readonly string[] _elsewhere = ["bin", "obj", "artifacts", ".git", "node_modules"];

    /// <summary>All of them, by path.</summary>
    public static IReadOnlyDictionary<string, Document> All { get; } = Files(new DirectoryInfo(RepositoryPaths.Root))
        .Select(static file => new Document(
            System.IO.Path.GetRelativePath(RepositoryPaths.Root, file.FullName).Replace('\\', '/'),
            File.ReadAllText(file.FullName).ReplaceLineEndings("\n")))
        .ToDictionary(static document => document.Path);

    /// <summary>Its C# code, block by block.</summary>
    public IEnumerable<DocumentCode> Code => Fence().Matches(Text).Where(static m => m.Groups["language"].Value == "csharp").Select(m => new DocumentCode(
        $"{Path}:{Text.AsSpan(0, m.Index).Count('\n') + 2}",
        m.Groups["code"].Value,
        With().Match(Text[..m.Index]) is { Success: true } with ? with.Groups["code"].Value : ""));

    /// <summary>Files of the repository that its code is compiled with, from <c>&lt;!-- files: … --&gt;</c>.</summary>
    public IEnumerable<string> CompiledWith => FilesComment().Matches(Text).SelectMany(static m => m.Groups["files"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Where its links and pictures lead.</summary>
    public IEnumerable<string> Links => Link().Matches(Prose).Select(static m => m.Groups["target"].Value);

    /// <summary>The names of its headings, as links write them.</summary>
    public IEnumerable<string> Anchors => Heading().Matches(Prose).Select(static m =>
        NoAnchor().Replace(m.Groups["title"].Value.Trim(), "").ToLowerInvariant().Replace(' ', '-'));

    // What is not code.
    private string Prose => InlineCode().Replace(Fence().Replace(Text, ""), "$1");

    private static IEnumerable<FileInfo> Files(DirectoryInfo folder) => folder.GetFiles("*.md")
        .Concat(folder.GetDirectories().Where(static d => !_elsewhere.Contains(d.Name)).SelectMany(Files));

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    // Directly before the block.
    [GeneratedRegex(@"<!-- with: (?<code>((?!-->).)*) -->\n\z", RegexOptions.Singleline)]
    private static partial Regex With();

    [GeneratedRegex(@"<!-- files: (?<files>[^>]*) -->")]
    private static partial Regex FilesComment();

    // [`Net.cs`](Net.cs) is a link, `[Conv](16)` is none: code in the text of a link stays, other code goes.
    [GeneratedRegex(@"(\[`[^`\n]*`\]\()|`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}

/// <summary>A block of C# in a document.</summary>
/// <param name="Place">Where it is, as <c>docs/training.md:12</c>.</param>
/// <param name="Text">The code.</param>
/// <param name="With">What it takes for granted, from <c>&lt;!-- with: … --&gt;</c> before it.</param>
internal sealed record DocumentCode(string Place, string Text, string With);
