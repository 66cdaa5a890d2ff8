using SsnGen.Generator.Tests.Diagnostics;

namespace SsnGen.Generator.Tests.Builds;

/// <summary>
/// Diagnostics as users meet them: what <c>dotnet build</c> prints, and at which place. In memory the analyzer reports more than
/// that, since a build says nothing of it where the compiler stops early.
/// </summary>
public class BuildDiagnosticsTests(DiagnosticBuilds builds) : IClassFixture<DiagnosticBuilds>
{
    public static TheoryData<string, string, string, string> Expected
    {
        get
        {
            var data = new TheoryData<string, string, string, string>();
            foreach (var (project, what, words, marked) in DiagnosticBuilds.Expectations)
            {
                data.Add(project, what, words, marked);
            }

            return data;
        }
    }

    public static TheoryData<string> Pages => [.. DiagnosticPage.All.Keys];

    [Theory]
    [MemberData(nameof(Expected))]
    public void Are_reported_at_their_place(string project, string what, string words, string marked)
    {
        var expected = new Expectation(project, what, words, marked);
        var built = builds.Built[project];

        // Beside what the generator says, the compiler says what it stops at.
        var printed = built.Printed.Where(m => m.File == expected.File && (m.Id == expected.Id || !StopsTheCompiler(expected.Id, project))).ToArray();
        var message = Assert.Single(printed);
        Assert.Equal(what, message.Severity + " " + message.Id);
        Assert.Contains(words, message.Message, StringComparison.Ordinal);
        Assert.Equal((expected.Source.Line, expected.Source.Column), (message.Line, message.Column));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Are_what_their_pages_say(string id)
    {
        var page = DiagnosticPage.All[id];
        var built = builds.Built[DiagnosticBuilds.ProjectOf(page)];
        var (messages, severity) = page.Printed.Contains(": info ", StringComparison.Ordinal) ? (built.Logged, "info") : (built.Printed, null);

        // A build prints the page's place in the repository behind each message.
        var link = $" (docs/diagnostics/{id}.md)";
        Assert.All(built.Printed.Where(m => m.Id == id), m => Assert.EndsWith(link, m.Message, StringComparison.Ordinal));
        var said = messages
            .Where(m => m.File == id + ".cs" && m.Id.StartsWith("SSN", StringComparison.Ordinal))
            .Select(m => m with { File = "Net.cs", Line = m.Line - 1, Severity = severity ?? m.Severity, Message = m.Message.Replace(link, "", StringComparison.Ordinal) });
        Assert.Equal(page.Printed.TrimEnd(), string.Join("\n", said).Replace($"Pages.{id}.", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Are_all_that_is_printed()
    {
        var files = DiagnosticBuilds.Expectations.Select(static e => e.File).Concat(DiagnosticPage.All.Keys.Select(static id => id + ".cs")).ToHashSet();
        Assert.DoesNotContain(builds.Built.Values.SelectMany(static b => b.Printed), m => !files.Contains(m.File));
        Assert.DoesNotContain(builds.Built["Pages"].Printed, static m => !m.Id.StartsWith("SSN", StringComparison.Ordinal));
        Assert.NotEmpty(builds.Built["Pages"].Printed);
    }

    // Projects of one file, but for those that share one.
    private static bool StopsTheCompiler(string id, string project) => project is not ("Forms" or "Properties") && id.StartsWith("SSN", StringComparison.Ordinal);

    [Fact]
    public void A_build_that_takes_too_long_is_ended_and_leaves_nothing()
    {
        var project = new BuildProject("Late", [("Empty.cs", "")], new Dictionary<string, string>());
        var before = Folders();
        Assert.Throws<TimeoutException>(() => BuildRun.Of([project], TimeSpan.FromSeconds(0.3)));
        Assert.Empty(Folders().Except(before));
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), BuildRun.FolderPrefix + "*");
}
