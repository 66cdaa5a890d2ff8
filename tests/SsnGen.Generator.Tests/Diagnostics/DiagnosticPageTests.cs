using System.Globalization;
using Microsoft.CodeAnalysis;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Tests.Harness;
using SsnGen.Testing;

namespace SsnGen.Generator.Tests.Diagnostics;

/// <summary>docs/diagnostics/ and its list say of each id what is said of an example, and no more.</summary>
public class DiagnosticPageTests
{
    private static readonly string _list = Path.Combine(RepositoryPaths.Root, "docs", "diagnostics.md");

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(static d => d.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_example_of_a_page_gives_what_the_page_says(string id)
    {
        var (page, descriptor) = (DiagnosticPage.All[id], Descriptors.All.Single(d => d.Id == id));
        Assert.Equal(descriptor.Title.ToString(CultureInfo.InvariantCulture), page.Title);
        Assert.Equal($"docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
        Assert.True(descriptor.Description.ToString(CultureInfo.InvariantCulture).Length > 20, id + " has no description.");
        Assert.StartsWith("SsnGen.", descriptor.Category, StringComparison.Ordinal);
        Assert.True(page.Fix.Length > 10, id + " names neither a fixer nor the reason for none.");

        var compilation = Compile.OfFiles([("Net.cs", page.Source), ("Usings.cs", Compile.ImplicitUsings)], page.AllowsUnsafe);
        var run = await Compile.Report(page.HasNextRuntime ? Compile.Against(compilation, OtherRuntime.Next) : compilation);
        var said = run.OfGenerator.Concat(run.OfAnalyzer).Where(d => d.Severity >= DiagnosticSeverity.Warning || d.Id == id).Select(Line).ToArray();
        Assert.Equal(page.Printed, string.Concat(said));
        Assert.Empty(run.InEmittedFiles);
    }

    [Fact]
    public void The_list_has_a_line_for_each_page()
    {
        var expected = DiagnosticPage.All.Values.OrderBy(static p => p.Id, StringComparer.Ordinal)
            .Select(static p => $"| [{p.Id}](diagnostics/{p.Id}.md) | {p.Title} | `{p.Printed.TrimEnd().Replace("|", "\\|", StringComparison.Ordinal)}` |");
        Assert.Equal(expected, File.ReadLines(_list).Where(static l => l.StartsWith("| [SSN", StringComparison.Ordinal)));
        Assert.Equal(Descriptors.All.Select(static d => d.Id), DiagnosticPage.All.Keys.Order(StringComparer.Ordinal));
    }

    // As the compiler prints it.
    private static string Line(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetLineSpan();
        var severity = diagnostic.Severity == DiagnosticSeverity.Info ? "info" : diagnostic.Severity.ToString().ToLowerInvariant();
        return string.Create(CultureInfo.InvariantCulture, $"{place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}): {severity} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}\n");
    }
}
