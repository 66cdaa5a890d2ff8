using System.Text.RegularExpressions;
using SsnGen.Testing;

namespace SsnGen.Tool.Tests.Import;

/// <summary>What docs/architecture.md says of the folders of the import of networks.</summary>
public sealed partial class HouseTests
{
    // Where a model is imported as a whole, and what is said of it.
    private static readonly string[] _entries = ["OnnxImport.cs", "ImportReport.cs"];

    [Theory]
    [InlineData("Drafts", "Onnx", "Scaffolding", "Commands")]
    [InlineData("Scaffolding", "Onnx", "Commands")]
    [InlineData("Onnx", "Scaffolding", "Commands")]
    public void A_folder_does_not_know(string folder, params string[] others)
    {
        var files = Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "tools", "SsnGen.Tool", folder), "*.cs", SearchOption.AllDirectories).Where(static f => !_entries.Contains(Path.GetFileName(f))).ToArray();
        Assert.NotEmpty(files);
        Assert.Empty(from file in files
                     from Match match in Used().Matches(File.ReadAllText(file))
                     where others.Contains(match.Groups[1].Value)
                     select $"{file} knows {match.Groups[1].Value}");
    }

    [GeneratedRegex(@"using (?:static )?SsnGen\.Tool\.(\w+)")]
    private static partial Regex Used();
}
