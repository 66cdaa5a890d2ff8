using System.Runtime.InteropServices;
using SsnGen.Threading;

namespace SsnGen.Tests.Threading;

/// <summary>Threads wake apart from their caller; where they may run afterwards does not change.</summary>
public class ThreadPlacementTests
{
    [SkippableFact]
    public void Threads_may_run_where_they_could_before_however_often_they_sleep() => TimeLimit.Run(() =>
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
    });

    [SkippableFact]
    public void What_an_administrator_has_set_meanwhile_stays() => TimeLimit.Run(() =>
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Processors of a thread are set on Linux only.");
        using var sleeper = new Sleeper();
        var processors = sleeper.Processors();
        Skip.If(processors.Length < 2, "One processor leaves nothing to keep away from.");
        var mask = default(ThreadPlacement.Mask);
        for (var round = 0; round < 60; round++)
        {
            // Unchanged, it gets back what it had; on all its processors or on one, as set while it was about to wake, it stays.
            ThreadPlacement.KeepAway(sleeper.Number, ref mask);
            var narrowed = sleeper.Processors();
            Assert.Equal(processors.Length - 1, narrowed.Length);
            var caller = processors.Except(narrowed).Single();
            int[] chosen = (round % 3) switch { 0 => narrowed, 1 => [caller], _ => processors };
            if (round % 3 > 0)
            {
                sleeper.Allow(chosen);
            }

            ThreadPlacement.Release(sleeper.Number, ref mask);
            Assert.Equal(round % 3 == 0 ? processors : chosen, sleeper.Processors());
            Assert.False(mask.IsNarrowed);
            sleeper.Allow(processors);
        }
    });

    [SkippableFact]
    public void A_team_keeps_to_where_it_is_moved() => TimeLimit.Run(() =>
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Processors of a thread are set on Linux only.");
        using var team = new ThreadTeam(2);
        var (work, number) = (new AllowedProcessors(), 0);
        team.Run(new Numbers(n => number = n));
        int[] processors = Sleeper.Processors(number);
        Skip.If(processors.Length < 2, "One processor leaves nowhere to be moved to.");
        for (var round = 0; round < 60; round++)
        {
            int[] chosen = [processors[round % 2]];
            Sleeper.Allow(number, chosen);

            // Longer than threads spin: the next round wakes it from sleep.
            Thread.Sleep(1);
            team.Run(work);
            Assert.Equal(chosen, Sleeper.Processors(number));
        }
    });

    /// <summary>Tells the system's number of the second worker.</summary>
    private sealed class Numbers(Action<int> tell) : ParallelWork
    {
        public override void Run(int worker, int workers)
        {
            if (worker == 1)
            {
                tell(ThreadPlacement.CurrentThread);
            }
        }
    }

    /// <summary>A thread that sleeps, and what an administrator does with it.</summary>
    private sealed class Sleeper : IDisposable
    {
        private readonly ManualResetEventSlim _end = new();
        private readonly Thread _thread;

        public Sleeper()
        {
            using var started = new ManualResetEventSlim();
            _thread = new Thread(() =>
            {
                Number = ThreadPlacement.CurrentThread;
                started.Set();
                _end.Wait();
            });
            _thread.Start();
            started.Wait();
        }

        public int Number { get; private set; }

        public static int[] Processors(int thread)
        {
            var bits = new byte[128];
            Assert.Equal(0, GetAffinity(thread, bits.Length, bits));
            return [.. Enumerable.Range(0, 8 * bits.Length).Where(i => (bits[i / 8] & (1 << (i % 8))) != 0)];
        }

        public static void Allow(int thread, int[] processors)
        {
            var bits = new byte[128];
            foreach (var processor in processors)
            {
                bits[processor / 8] |= (byte)(1 << (processor % 8));
            }

            Assert.Equal(0, SetAffinity(thread, bits.Length, bits));
        }

        public int[] Processors() => Processors(Number);

        public void Allow(int[] processors) => Allow(Number, processors);

        public void Dispose()
        {
            _end.Set();
            _thread.Join();
            _end.Dispose();
        }

        [DllImport("libc", EntryPoint = "sched_getaffinity")]
        private static extern int GetAffinity(int thread, nint length, byte[] mask);

        [DllImport("libc", EntryPoint = "sched_setaffinity")]
        private static extern int SetAffinity(int thread, nint length, byte[] mask);
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
