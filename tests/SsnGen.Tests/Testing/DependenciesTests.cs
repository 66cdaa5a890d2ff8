using System.Xml.Linq;
using SsnGen.Testing;

namespace SsnGen.Tests.Testing;

public sealed class DependenciesTests
{
    [Fact]
    public void Every_package_is_accounted_for()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "dependencies.md"));
        var packages = XDocument.Load(Path.Combine(RepositoryPaths.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .Select(element => element.Attribute("Include")!.Value)
            .ToArray();

        var missing = packages.Where(package => !page.Contains($"`{package}`", StringComparison.Ordinal));

        Assert.NotEmpty(packages);
        Assert.True(!missing.Any(), $"docs/dependencies.md does not say why these packages are there: {string.Join(", ", missing)}.");
    }
}
