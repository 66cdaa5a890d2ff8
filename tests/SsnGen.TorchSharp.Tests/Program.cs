using SsnGen.Testing;

namespace SsnGen.TorchSharp.Tests;

/// <summary>What tests run in a process of their own, by name: a fault there would end the test host. Tests themselves are run by the test host, not from here.</summary>
internal static class Program
{
    /// <summary>Runs it in a process of its own, and asserts that it got to its end.</summary>
    public static void AssertDone(string name, TimeSpan patience)
    {
        var run = ProgramRun.Of(typeof(Program).Assembly.Location, [name], patience);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal("done\n", run.Output.ReplaceLineEndings("\n"));
    }

    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case [nameof(CheckpointDamageTests)]:
                CheckpointDamageTests.LoadDamagedRandomStates();
                break;
            case [nameof(ManyThreadsTests)]:
                ManyThreadsTests.EvaluateOnManyThreads();
                break;
            default:
                Console.Error.WriteLine("usage: SsnGen.TorchSharp.Tests NAME");
                return 2;
        }

        Console.WriteLine("done");
        return 0;
    }
}
