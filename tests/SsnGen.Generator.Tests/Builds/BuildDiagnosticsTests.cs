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

    [Theory]
    [MemberData(nameof(Expected))]
    public void Are_reported_at_their_place(string project, string what, string words, string marked)
    {
        var expected = new Expectation(project, what, words, marked);
        var built = builds.Built[project];

        var logged = Assert.Single(built.Logged, m => m.File == expected.File && (m.Severity != "note" || m.Id == expected.Id));

        Assert.Equal(what, logged.Severity + " " + logged.Id);
        Assert.Contains(words, logged.Message, StringComparison.Ordinal);
        Assert.Equal((expected.Source.Line, expected.Source.Column), (logged.Line, logged.Column));
        Assert.Equal(expected.IsPrinted ? [logged] : [], built.Printed.Where(m => m.File == expected.File));
    }

    [Fact]
    public void Are_all_that_is_printed()
    {
        var files = DiagnosticBuilds.Expectations.Select(static e => e.File).ToHashSet();
        Assert.DoesNotContain(builds.Built.Values.SelectMany(static b => b.Printed), m => !files.Contains(m.File));
    }

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
