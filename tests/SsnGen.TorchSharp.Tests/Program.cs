namespace SsnGen.TorchSharp.Tests;

/// <summary>What tests run in a process of their own, by name: a fault there would end the test host. Tests themselves are run by the test host, not from here.</summary>
internal static class Program
{
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
