using System.Runtime.ExceptionServices;
using SsnGen.Threading;

namespace SsnGen.Tests.Threading;

public sealed class ThreadTeamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_worker_runs_once(int count) => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(count);
        var work = new CountingWork(count);
        for (var run = 1; run <= 500; run++)
        {
            team.Run(work);
            Assert.All(work.Runs, runs => Assert.Equal(run, runs));
        }

        Assert.Equal(count, team.Count);
        Assert.All(work.Teams, workers => Assert.Equal(count, workers));
    });

    [Fact]
    public void Results_of_all_workers_are_visible_to_the_caller() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(4);
        var work = new SumWork(new int[10_000]);
        for (var run = 1; run <= 300; run++)
        {
            team.Run(work);
            Assert.Equal(10_000L * run, work.Total());
        }
    });

    [Fact]
    public void Threads_that_fell_asleep_wake_up() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(3);
        var work = new CountingWork(3);
        for (var run = 1; run <= 10; run++)
        {
            Thread.Sleep(5);
            team.Run(work);
            Assert.All(work.Runs, runs => Assert.Equal(run, runs));
        }
    });

    [Fact]
    public void The_caller_waits_for_a_slow_worker() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(2);
        var finished = false;
        team.Run(new DelegateWork((worker, _) =>
        {
            if (worker != 1)
                return;
            Thread.Sleep(30);
            Volatile.Write(ref finished, true);
        }));
        Assert.True(Volatile.Read(ref finished));
    });

    [Fact]
    public void Concurrent_runs_are_all_done() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(3);
        var callers = Enumerable.Range(0, 6).Select(_ => new SumWork(new int[300])).ToArray();
        OnThreads(callers.Length, caller =>
        {
            for (var run = 0; run < 2_000; run++)
                team.Run(callers[caller]);
        });
        Assert.All(callers, work => Assert.Equal(300L * 2_000, work.Total()));
    });

    [Fact]
    public void A_busy_team_leaves_the_second_caller_to_itself() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(2);
        using var started = new Barrier(3);
        using var release = new ManualResetEventSlim();
        var first = new Thread(() => team.Run(new DelegateWork((_, _) =>
        {
            started.SignalAndWait(Patience);
            release.Wait(Patience);
        })));
        first.Start();
        Assert.True(started.SignalAndWait(Patience));
        var second = new CountingWork(2);
        team.Run(second);
        release.Set();
        Assert.True(first.Join(Patience));
        Assert.Equal([1, 0], second.Runs);
        Assert.Equal(1, second.Teams[0]);
    });

    [Fact]
    public void Work_may_run_work() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(3);
        var inner = new int[3];
        team.Run(new DelegateWork((outer, _) => team.Run(new DelegateWork((worker, workers) =>
        {
            Assert.Equal((0, 1), (worker, workers));
            Interlocked.Increment(ref inner[outer]);
        }))));
        Assert.Equal([1, 1, 1], inner);
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void An_exception_is_rethrown_once_all_have_finished(int failing) => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(3);
        var failure = new InvalidDataException("broken");
        var finished = 0;
        var work = new DelegateWork((worker, _) =>
        {
            if (worker == failing)
                throw failure;
            Thread.Sleep(10);
            Interlocked.Increment(ref finished);
        });
        Assert.Same(failure, Assert.Throws<InvalidDataException>(() => team.Run(work)));
        Assert.Equal(2, finished);

        var next = new CountingWork(3);
        team.Run(next);
        Assert.Equal([1, 1, 1], next.Runs);
    });

    [Fact]
    public void Of_several_exceptions_the_lowest_workers_is_rethrown() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(3);
        var work = new DelegateWork((worker, _) =>
        {
            if (worker > 0)
                throw new InvalidDataException(worker == 1 ? "one" : "two");
        });
        for (var run = 0; run < 20; run++)
            Assert.Equal("one", Assert.Throws<InvalidDataException>(() => team.Run(work)).Message);
    });

    [Fact]
    public void A_run_allocates_nothing() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(2);
        var work = new CountingWork(2);
        for (var run = 0; run < 200; run++)
            team.Run(work);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var run = 0; run < 200; run++)
            team.Run(work);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    });

    [Fact]
    public void Disposal_ends_the_threads() => TimeLimit.Run(() =>
    {
        var threads = new Thread[4];
        using (var team = new ThreadTeam(4))
            team.Run(new DelegateWork((worker, _) => threads[worker] = Thread.CurrentThread));
        Assert.Same(Thread.CurrentThread, threads[0]);
        Assert.All(threads[1..], thread => Assert.False(thread.IsAlive));
    });

    [Fact]
    public void Disposal_waits_for_the_work_in_progress() => TimeLimit.Run(() =>
    {
        var team = new ThreadTeam(2);
        using var started = new Barrier(3);
        var finished = 0;
        var caller = new Thread(() => team.Run(new DelegateWork((_, _) =>
        {
            started.SignalAndWait(Patience);
            Thread.Sleep(30);
            Interlocked.Increment(ref finished);
        })));
        caller.Start();
        Assert.True(started.SignalAndWait(Patience));
        team.Dispose();
        Assert.Equal(2, finished);
        Assert.True(caller.Join(Patience));
    });

    [Fact]
    public void A_disposed_team_refuses_to_run() => TimeLimit.Run(() =>
    {
        var team = new ThreadTeam(2);
        team.Dispose();
        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run(new CountingWork(2)));
    });

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Work_cannot_dispose_its_team(int disposing) => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(2);
        var work = new DelegateWork((worker, _) =>
        {
            if (worker == disposing)
                team.Dispose();
        });
        Assert.Throws<InvalidOperationException>(() => team.Run(work));
    });

    [Fact]
    public void Threads_are_in_the_background() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(2);
        var background = false;
        team.Run(new DelegateWork((worker, _) =>
        {
            if (worker == 1)
                background = Thread.CurrentThread.IsBackground;
        }));
        Assert.True(background);
    });

    [Fact]
    public void The_shared_team_has_a_worker_per_processor() => TimeLimit.Run(() =>
    {
        Assert.Equal(Environment.ProcessorCount, ThreadTeam.Shared.Count);
        Assert.Same(ThreadTeam.Shared, ThreadTeam.Shared);
    });

    [Fact]
    public void Arguments_are_checked() => TimeLimit.Run(() =>
    {
        Assert.Throws<ArgumentOutOfRangeException>("count", () => new ThreadTeam(0));
        using var team = new ThreadTeam(2);
        Assert.Throws<ArgumentNullException>("work", () => team.Run(null!));
        Assert.Throws<ArgumentNullException>("work", () => InlineTeam.Instance.Run(null!));
    });

    [Fact]
    public void The_inline_team_runs_on_the_calling_thread() => TimeLimit.Run(() =>
    {
        var work = new CountingWork(1);
        InlineTeam.Instance.Run(work);
        Assert.Equal(1, InlineTeam.Instance.Count);
        Assert.Equal([1], work.Runs);
        Assert.Equal([1], work.Teams);
    });

    private static void OnThreads(int count, Action<int> body)
    {
        var failures = new Exception?[count];
        var threads = new Thread[count];
        for (var i = 0; i < count; i++)
        {
            var caller = i;
            threads[i] = new Thread(() => failures[caller] = Record.Exception(() => body(caller)));
            threads[i].Start();
        }

        foreach (var thread in threads)
            Assert.True(thread.Join(Patience), "A caller did not return: the team deadlocked.");
        if (failures.FirstOrDefault(failure => failure is not null) is { } first)
            ExceptionDispatchInfo.Throw(first);
    }

    private sealed class DelegateWork(Action<int, int> body) : ParallelWork
    {
        public override void Run(int worker, int workers) => body(worker, workers);
    }

    /// <summary>Counts the runs of each worker, and keeps the size of the team that it was told.</summary>
    private sealed class CountingWork(int count) : ParallelWork
    {
        public int[] Runs { get; } = new int[count];

        public int[] Teams { get; } = new int[count];

        public override void Run(int worker, int workers)
        {
            Runs[worker]++;
            Teams[worker] = workers;
        }
    }

    /// <summary>Adds 1 to each value of an array, cut among the workers.</summary>
    private sealed class SumWork(int[] values) : ParallelWork
    {
        public long Total() => values.Sum(value => (long)value);

        public override void Run(int worker, int workers)
        {
            var end = values.Length * (worker + 1) / workers;
            for (var i = values.Length * worker / workers; i < end; i++)
                values[i]++;
        }
    }
}
