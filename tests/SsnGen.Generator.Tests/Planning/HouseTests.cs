using System.Text.RegularExpressions;
using SsnGen.Testing;

namespace SsnGen.Generator.Tests.Planning;

/// <summary>What docs/architecture.md says of the generator's folders: which knows which, and who decides.</summary>
public partial class HouseTests
{
    // The folders that each folder may know; in subfolders the same as in the folder above them.
    private static readonly Dictionary<string, string[]> _knows = new()
    {
        ["Text"] = [],
        ["Definitions"] = ["Text"],
        ["Diagnostics"] = ["Text", "Definitions"],
        ["Planning"] = ["Text", "Definitions", "Diagnostics"],
        ["Emission"] = ["Text", "Definitions", "Planning"],
    };

    [Fact]
    public void Folders_know_only_what_comes_before_them()
    {
        var wrong = from file in Files()
                    let folder = file.Folder
                    from Match match in NamespaceOfOurs().Matches(file.Text)
                    let known = match.Groups[1].Value
                    where known != folder && _knows.ContainsKey(known) && !_knows[folder].Contains(known)
                    select $"{file.Path} knows {known}";
        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Every_folder_has_its_rule() =>
        Assert.Equal(_knows.Keys.Order(StringComparer.Ordinal), Files().Select(static f => f.Folder).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Only_definitions_and_diagnostics_know_symbols() =>
        Assert.Empty(Files().Where(static f => f.Folder is "Planning" or "Emission" or "Text" && RoslynType().IsMatch(f.Text)).Select(static f => f.Path));

    [Fact]
    public void Emission_calls_no_planner_and_makes_no_plan() =>
        Assert.Empty(Files().Where(static f => f.Folder == "Emission" && Decision().IsMatch(f.Text)).Select(static f => f.Path));

    private static IEnumerable<(string Folder, string Path, string Text)> Files()
    {
        var root = Path.Combine(RepositoryPaths.Root, "generator", "SsnGen.Generator");
        return from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
               let parts = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)
               where parts.Length > 1 && parts[0] is not ("bin" or "obj")
               select (parts[0], string.Join('/', parts), File.ReadAllText(file));
    }

    [GeneratedRegex(@"SsnGen\.Generator\.(\w+)")]
    private static partial Regex NamespaceOfOurs();

    [GeneratedRegex(@"\b(I\w*Symbol|Compilation|SemanticModel|SyntaxNode|SyntaxTree)\b")]
    private static partial Regex RoslynType();

    [GeneratedRegex(@"\b\w+(Planner|Scheduler)\.|\bnew \w+(Plan|Schedule|Kernel|Step)\(")]
    private static partial Regex Decision();
}
