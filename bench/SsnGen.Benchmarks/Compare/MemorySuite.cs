using SsnGen.Benchmarks.Models;
using SsnGen.Threading;

namespace SsnGen.Benchmarks.Compare;

/// <summary>The working memory of a collapsed ResNet-50, and what each run of it allocates, in KiB.</summary>
internal static class MemorySuite
{
    private const double MostActivations = 12 * 1024;

    public static void Run(Report report)
    {
        var network = NetworkUnderTest.Create("ResNet-50 batch", batch: 1);
        network.Run(InlineTeam.Instance);
        report.Row("memory", "ResNet-50 activations N=1 (KiB)", 1, ResNet50Batch.WorkspaceBytes / 1024.0, "allowed (KiB)", MostActivations, target: Target.AtMost(1));

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < 10; run++)
        {
            network.Run(InlineTeam.Instance);
        }

        var perRun = (GC.GetAllocatedBytesForCurrentThread() - allocated) / 1024.0 / 10;
        report.Row("memory", "ResNet-50 allocated per run (KiB)", 1, perRun, "an empty object (KiB)", 24 / 1024.0, target: Target.AtMost(0));
    }
}
