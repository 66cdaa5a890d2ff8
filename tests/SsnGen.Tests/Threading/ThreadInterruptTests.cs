using SsnGen.Threading;

namespace SsnGen.Tests.Threading;

/// <summary>An interrupt never leaves work half done: not the caller's while workers write, not a worker's between two rounds.</summary>
public sealed class ThreadInterruptTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void The_caller_waits_for_its_workers_before_it_is_interrupted(int count) => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(count);
        using var started = new CountdownEvent(count);
        var caller = Thread.CurrentThread;
        var finished = 0;
        var work = new DelegateWork((worker, _) =>
        {
            started.Signal();
            started.Wait(Patience);
            if (worker == 0)
                return;
            if (worker == 1)
                caller.Interrupt();

            // Long after the caller has begun to wait, and to sleep.
            Thread.Sleep(50);
            Interlocked.Increment(ref finished);
        });
        Assert.Throws<ThreadInterruptedException>(() => team.Run(work));
        Assert.Equal(count - 1, Volatile.Read(ref finished));
        AssertWhole(team);
    });

    [Fact]
    public void However_often_it_is_interrupted() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(3);
        using var end = new ManualResetEventSlim();
        var (runs, interrupts) = (0, 0);
        var values = new int[300];
        var caller = new Thread(() =>
        {
            // Each run ends whole, whether or not it throws. Slow rounds let the team fall asleep, where it waits.
            for (; runs < 400; runs++)
            {
                try
                {
                    team.Run(new DelegateWork((worker, workers) =>
                    {
                        Spin(runs % 4 == 0 ? 200 : 5);
                        for (var i = worker; i < values.Length; i += workers)
                            values[i]++;
                    }));
                    Spin(runs % 5 == 0 ? 200 : 5);
                }
                catch (ThreadInterruptedException)
                {
                    interrupts++;
                }
            }
        });
        caller.Start();
        while (caller.IsAlive)
        {
            caller.Interrupt();
            Spin(30);
        }

        Assert.All(values, value => Assert.Equal(400, value));
        Assert.True(interrupts > 0, "No interrupt ever struck.");
        AssertWhole(team);
    });

    [Fact]
    public void Workers_outlive_interrupts() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(3);
        var threads = new Thread[3];
        team.Run(new DelegateWork((worker, _) => threads[worker] = Thread.CurrentThread));
        for (var round = 0; round < 300; round++)
        {
            // Asleep, spinning, and in the midst of a round.
            if (round % 3 == 0)
                Thread.Sleep(1);
            threads[1].Interrupt();
            threads[2].Interrupt();
            AssertWhole(team);
        }

        Assert.All(threads, thread => Assert.True(thread.IsAlive));
    });

    [Fact]
    public void An_interrupt_during_a_workers_share_is_an_exception_of_the_work() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(2);
        Assert.Throws<ThreadInterruptedException>(() => team.Run(new DelegateWork((worker, _) =>
        {
            if (worker == 1)
            {
                Thread.CurrentThread.Interrupt();
                Thread.Sleep(1);
            }
        })));
        AssertWhole(team);
    });

    [Fact]
    public void The_exception_of_the_work_goes_first_and_the_interrupt_is_not_lost() => TimeLimit.Run(() =>
    {
        using var team = new ThreadTeam(2);
        var caller = Thread.CurrentThread;
        Assert.Throws<InvalidDataException>(() => team.Run(new DelegateWork((worker, _) =>
        {
            if (worker == 0)
                return;
            Thread.Sleep(20);
            caller.Interrupt();
            Thread.Sleep(20);
            throw new InvalidDataException("broken");
        })));
        Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(1));
        AssertWhole(team);
    });

    [Fact]
    public void Disposal_by_an_interrupted_thread_ends_the_team_and_leaves_the_interrupt() => TimeLimit.Run(() =>
    {
        var team = new ThreadTeam(3);
        var threads = new Thread[3];
        team.Run(new DelegateWork((worker, _) => threads[worker] = Thread.CurrentThread));
        Thread.Sleep(5);
        Thread.CurrentThread.Interrupt();
        team.Dispose();
        Assert.Throws<ThreadInterruptedException>(() => Thread.Sleep(1));
        Assert.All(threads[1..], thread => Assert.False(thread.IsAlive));
        Assert.Throws<ObjectDisposedException>(() => team.Run(new DelegateWork((_, _) => { })));
    });

    [Fact]
    public void Disposal_that_waits_for_work_may_be_interrupted_and_tried_again() => TimeLimit.Run(() =>
    {
        var team = new ThreadTeam(2);
        using var started = new Barrier(3);
        using var release = new ManualResetEventSlim();
        var caller = new Thread(() => team.Run(new DelegateWork((_, _) =>
        {
            started.SignalAndWait(Patience);
            release.Wait(Patience);
        })));
        caller.Start();
        Assert.True(started.SignalAndWait(Patience));
        Thread.CurrentThread.Interrupt();
        Assert.Throws<ThreadInterruptedException>(team.Dispose);
        release.Set();
        Assert.True(caller.Join(Patience));
        AssertWhole(team);
        team.Dispose();
    });

    /// <summary>The team runs work on all of its workers.</summary>
    private static void AssertWhole(ThreadTeam team)
    {
        var runs = new int[team.Count];
        team.Run(new DelegateWork((worker, workers) => runs[worker] += workers));
        Assert.All(runs, sum => Assert.Equal(team.Count, sum));
    }

    private static void Spin(int microseconds)
    {
        for (var start = System.Diagnostics.Stopwatch.GetTimestamp(); System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMicroseconds < microseconds;)
            Thread.SpinWait(4);
    }

    private sealed class DelegateWork(Action<int, int> body) : ParallelWork
    {
        public override void Run(int worker, int workers) => body(worker, workers);
    }
}
