using SsnGen.Testing;

namespace SsnGen.Documents.Tests;

/// <summary>Links in documents lead to files and headings that there are.</summary>
public sealed class LinkTests
{
    public static TheoryData<string> Documents => [.. Document.All.Keys];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Its_links_lead_somewhere(string path) => Assert.All(Document.All[path].Links, link => Assert.True(Leads(path, link), link + " leads nowhere."));

    [Fact]
    public void Links_that_lead_nowhere_are_told()
    {
        Assert.False(Leads("README.md", "docs/no-such-page.md"));
        Assert.False(Leads("README.md", "docs/training.md#no-such-heading"));
        Assert.True(Leads("README.md", "docs/training.md#checkpoints"));
        Assert.Equal(["docs/a.md", "b.png"], new Document("x.md", "[a](docs/a.md), `[Conv](16)`, ![`b`](b.png)\n```\n[c](d)\n```\n").Links);
    }

    private static bool Leads(string from, string link)
    {
        if (link.Contains("://", StringComparison.Ordinal))
        {
            // Of other sites only the form can be checked without asking them.
            return Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps;
        }

        var parts = link.Split('#', 2);
        var target = parts[0].Length == 0 ? from : Relative(Path.Combine(Path.GetDirectoryName(from)!, parts[0]));
        return parts.Length == 1
            ? Path.Exists(Path.Combine(RepositoryPaths.Root, target))
            : Document.All.TryGetValue(target, out var document) && document.Anchors.Contains(parts[1]);
    }

    private static string Relative(string path) => Path.GetRelativePath(RepositoryPaths.Root, Path.GetFullPath(path, RepositoryPaths.Root)).Replace('\\', '/');
}
