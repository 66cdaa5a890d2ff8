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
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("SSNGEN_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : UsualModels;
        var (models, emitted) = (0, 0);
        while (models < wanted)
        {
            HostileModels.Project.Sample(
                project =>
                {
                    models += HostileModels.Count(project);
                    emitted += Check(project);
                },
                iter: 20,
                threads: 1);
        }

        Assert.True(emitted > models / 4, $"Code was emitted for {emitted} of {models} classes only: there is little to find a mistake in.");
    }

    /// <returns>The number of emitted files.</returns>
    private static int Check(string[] project)
    {
        var run = Compile.Report([.. project, HostileModels.Bases]).GetAwaiter().GetResult();
        Assert.True(
            run.InEmittedFiles.Count == 0,
            string.Join("\n", run.InEmittedFiles.Take(3).Select(static d => d + "\n    " + d.Location.SourceTree!.GetText().Lines[d.Location.GetLineSpan().StartLinePosition.Line])) + "\nin:\n" + string.Join("\n// ----\n", project));
        return run.EmittedFiles;
    }
}
