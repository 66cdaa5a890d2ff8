using System.Globalization;
using CsCheck;
using Microsoft.CodeAnalysis;
using SsnGen.Generator.Tests.Harness;

namespace SsnGen.Generator.Tests.Fuzzing;

/// <summary>
/// Whatever is written in a project's files, the generator does not throw, and no error or warning is inside of a file that it emitted.
/// 500 models in a run of all tests; <c>SSNGEN_FUZZ=10000</c> in the environment asks for as many.
/// </summary>
public class FuzzingTests
{
    private const int UsualModels = 500;

    [Fact]
    public void Nothing_throws_and_nothing_is_wrong_inside_of_emitted_files()
    {
        var wanted = Asked(UsualModels);
        var (models, emitted) = (0, 0);
        var wrong = new Dictionary<string, string>();
        for (var number = 0UL; models < wanted; number++)
        {
            // By its number, so that each run has the same projects, and a mistake does not come and go.
            var project = HostileModels.Project.Generate(new PCG(1, number), null, out _);
            models += HostileModels.Count(project);
            emitted += Check(project, wrong);
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong.Values));
        Assert.True(emitted > models / 4, $"Code was emitted for {emitted} of {models} classes only: there is little to find a mistake in.");
    }

    /// <summary>How many to try: as many as the environment asks for, or as usual.</summary>
    internal static int Asked(int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable("SSNGEN_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : usual;

    // Keeps the shortest project for each kind of mistake, which shows more than the first mistake, made smaller, would.
    private static int Check(string[] project, Dictionary<string, string> wrong)
    {
        var run = Compile.Report([.. project, HostileModels.Bases]).GetAwaiter().GetResult();
        foreach (var mistake in run.InEmittedFiles)
        {
            var line = mistake.Location.SourceTree!.GetText().Lines[mistake.Location.GetLineSpan().StartLinePosition.Line];
            var text = $"{mistake}\n{line}\nin:\n{string.Join("\n// ----\n", project)}".Replace(HostileModels.LongName, "LongName", StringComparison.Ordinal);
            if (!wrong.TryGetValue(mistake.Id, out var known) || text.Length < known.Length)
            {
                wrong[mistake.Id] = text;
            }
        }

        return run.EmittedFiles;
    }
}
