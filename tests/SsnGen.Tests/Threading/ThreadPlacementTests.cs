using SsnGen.Threading;

namespace SsnGen.Tests.Threading;

/// <summary>Threads wake apart from their caller; where they may run afterwards does not change.</summary>
public class ThreadPlacementTests
{
    [SkippableFact]
    public void Threads_may_run_where_they_could_before_however_often_they_sleep()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Where a thread may run is read from /proc.");
        using var team = new ThreadTeam(3);
        var work = new AllowedProcessors();
        for (var round = 0; round < 20; round++)
        {
            // Longer than threads spin: each round wakes them from sleep.
            Thread.Sleep(2);
            team.Run(work);
            Assert.All(work.Seen, seen => Assert.Equal(AllowedProcessors.Read(), seen));
        }
    }

    private sealed class AllowedProcessors : ParallelWork
    {
        public string[] Seen { get; } = ["", "", ""];

        public static string Read() =>
            File.ReadLines("/proc/thread-self/status").Single(static line => line.StartsWith("Cpus_allowed_list", StringComparison.Ordinal));

        public override void Run(int worker, int workers)
        {
            // A team that is busy gives all to its caller.
            for (var i = worker; i < Seen.Length; i += workers)
            {
                Seen[i] = Read();
            }
        }
    }
}
