using SsnGen.Threading;
using TorchSharp;

namespace SsnGen.TorchSharp.Tests;

public sealed class OpenMpTeamTests
{
    [SkippableFact]
    public void Runs_on_the_threads_of_libtorch()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "libtorch has libgomp on Linux only.");

        Assert.IsType<OpenMpTeam>(OpenMpTeam.Shared);
        Assert.Equal(torch.get_num_threads(), OpenMpTeam.Shared.Count);
    }

    [Fact]
    public void Each_worker_runs_once_also_from_several_callers()
    {
        Parallel.For(0, 4, _ =>
        {
            for (var repeat = 0; repeat < 200; repeat++)
            {
                var visits = new Visits(OpenMpTeam.Shared.Count);
                OpenMpTeam.Shared.Run(visits);
                Assert.Equal(Enumerable.Repeat(1, visits.Workers), visits.Counts.Take(visits.Workers));
            }
        });
    }

    [Fact]
    public void Runs_inside_of_its_own_work()
    {
        var inner = new Visits(OpenMpTeam.Shared.Count);

        OpenMpTeam.Shared.Run(new Body((worker, _) =>
        {
            if (worker == 0)
                OpenMpTeam.Shared.Run(inner);
        }));

        Assert.Equal(inner.Workers, inner.Counts.Sum());
    }

    [Fact]
    public void The_failure_of_a_worker_reaches_the_caller()
    {
        var team = OpenMpTeam.Shared;

        var failure = Assert.Throws<InvalidDataException>(() => team.Run(new Body((worker, _) => throw new InvalidDataException($"worker {worker}"))));

        Assert.Equal("worker 0", failure.Message);
        team.Run(new Visits(team.Count));
    }

    private sealed class Visits(int most) : ParallelWork
    {
        public int[] Counts { get; } = new int[most];

        public int Workers { get; private set; }

        public override void Run(int worker, int workers)
        {
            Workers = workers;
            Interlocked.Increment(ref Counts[worker]);
        }
    }

    private sealed class Body(Action<int, int> body) : ParallelWork
    {
        public override void Run(int worker, int workers) => body(worker, workers);
    }
}
