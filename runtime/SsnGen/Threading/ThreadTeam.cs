using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace SsnGen.Threading;

/// <summary>
/// A team of background threads and the calling thread. The threads spin for a moment after each piece of work, since
/// the next layer's usually follows within microseconds, and then sleep.
/// </summary>
/// <remarks>
/// <see cref="Run"/> may be called from any number of threads, and from inside of work: while the team is busy, further
/// work is done by its caller alone (workers = 1). A run allocates nothing.
/// <para><see cref="Thread.Interrupt"/> never leaves a run half done: the caller's waits for the end of the work and is
/// thrown then; one that reaches a worker between two pieces of work is dropped, since there is nothing to interrupt.</para>
/// </remarks>
public sealed partial class ThreadTeam : WorkerTeam, IDisposable
{
    // Longer than the gap between two layers, shorter than what a sleeping core would be missed for.
    private const long SpinMicroseconds = 50;

    private readonly Thread[] _threads;
    private readonly Exception?[] _failures;
    private readonly Sleeper[] _sleepers;
    private readonly long _spinTicks;

    // Guards falling asleep and waking: the threads wait at the one for work, the caller at the other for its end.
    private readonly object _start = new();
    private readonly object _end = new();

    private ParallelWork? _work;
    private int _busy;
    private int _callerId;
    private int _round;
    private int _running;
    private bool _disposed;

    /// <summary>Starts a team.</summary>
    /// <param name="count">Workers, the calling thread included; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public ThreadTeam(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        _failures = new Exception?[count];
        _sleepers = new Sleeper[count];
        _spinTicks = count <= Environment.ProcessorCount ? SpinMicroseconds * Stopwatch.Frequency / 1_000_000 : 0;
        _threads = new Thread[count - 1];
        for (var i = 0; i < _threads.Length; i++)
        {
            var worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker))
            {
                IsBackground = true,
                Name = string.Create(CultureInfo.InvariantCulture, $"SsnGen worker {worker}"),
            };
            _threads[i].UnsafeStart();
        }
    }

    /// <summary>The team of the process: one worker per processor, started at its first use, never disposed.</summary>
    public static WorkerTeam Shared => SharedTeam.Instance;

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>
    /// Runs the work on all workers, or on the calling thread alone while the team is busy, and returns when all are done.
    /// Where several workers fail, the exception of the one with the lowest number is rethrown.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <exception cref="ObjectDisposedException">The team has been disposed.</exception>
    /// <exception cref="ThreadInterruptedException">
    /// The calling thread was interrupted. All workers are done by then, and the team is as usable as before. Where the work
    /// has failed, its exception is thrown instead, and the interrupt strikes at the thread's next wait.
    /// </exception>
    public override void Run(ParallelWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed), this);
        if (_threads.Length == 0 || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            work.Run(0, 1);
            return;
        }

        _callerId = Environment.CurrentManagedThreadId;
        _work = work;
        _running = _threads.Length;
        ThreadInterruptedException? interrupt = null;
        Wake(ref interrupt);
        Attempt(work, 0);
        AwaitEnd(ref interrupt);
        var failure = TakeFailure();
        _work = null;
        _callerId = 0;
        Volatile.Write(ref _busy, 0);
        if (failure is not null)
        {
            PassOn(interrupt);
            failure.Throw();
        }

        if (interrupt is not null)
            ExceptionDispatchInfo.Throw(interrupt);
    }

    /// <summary>
    /// Waits for the work in progress, then ends the threads and waits for them to be gone. An interrupt of the calling thread
    /// that comes while threads end strikes at its next wait.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called from inside of the team's own work.</exception>
    /// <exception cref="ThreadInterruptedException">
    /// The calling thread was interrupted while it waited for the work in progress: the team is not disposed.
    /// </exception>
    public void Dispose()
    {
        if (Volatile.Read(ref _callerId) == Environment.CurrentManagedThreadId || Array.IndexOf(_threads, Thread.CurrentThread) >= 0)
            throw new InvalidOperationException("A team cannot be disposed from inside of work that it runs; dispose it after Run has returned.");

        // The team stays busy from here on, so that no run starts again.
        var wait = default(SpinWait);
        while (Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            if (Volatile.Read(ref _disposed))
                return;
            wait.SpinOnce();
        }

        Volatile.Write(ref _disposed, true);
        ThreadInterruptedException? interrupt = null;
        Wake(ref interrupt);
        foreach (var thread in _threads)
            Join(thread, ref interrupt);
        PassOn(interrupt);
    }

    private void Serve(int worker)
    {
        _sleepers[worker].Thread = ThreadPlacement.CurrentThread;
        for (var round = 0; ; round++)
        {
            AwaitStart(round, ref _sleepers[worker]);
            if (Volatile.Read(ref _disposed))
                return;
            Attempt(_work!, worker);
            if (Interlocked.Decrement(ref _running) == 0)
                AnnounceEnd();
        }
    }

    private void Attempt(ParallelWork work, int worker)
    {
#pragma warning disable CA1031 // Whatever a worker throws is rethrown to the caller of Run.
        try
        {
            work.Run(worker, Count);
        }
        catch (Exception failure)
        {
            _failures[worker] = failure;
        }
#pragma warning restore CA1031
    }

    private ExceptionDispatchInfo? TakeFailure()
    {
        ExceptionDispatchInfo? first = null;
        for (var worker = 0; worker < _failures.Length; worker++)
        {
            if (_failures[worker] is not { } failure)
                continue;
            first ??= ExceptionDispatchInfo.Capture(failure);
            _failures[worker] = null;
        }

        return first;
    }

    private void Wake(ref ThreadInterruptedException? interrupt)
    {
        Enter(_start, ref interrupt);
        try
        {
            foreach (ref var sleeper in _sleepers.AsSpan())
            {
                if (sleeper.Sleeps)
                    ThreadPlacement.KeepAway(sleeper.Thread, ref sleeper.Processors);
            }

            Volatile.Write(ref _round, _round + 1);
            Monitor.PulseAll(_start);
        }
        finally
        {
            Monitor.Exit(_start);
        }
    }

    private void AwaitStart(int round, ref Sleeper sleeper)
    {
        for (var deadline = Stopwatch.GetTimestamp() + _spinTicks; Stopwatch.GetTimestamp() < deadline; Thread.SpinWait(8))
        {
            if (Volatile.Read(ref _round) != round)
                return;
        }

        ThreadInterruptedException? dropped = null;
        Enter(_start, ref dropped);
        try
        {
            sleeper.Sleeps = true;
            while (_round == round)
                Wait(_start, ref dropped);
            sleeper.Sleeps = false;
        }
        finally
        {
            Monitor.Exit(_start);
        }

        ThreadPlacement.Release(sleeper.Thread, ref sleeper.Processors);
    }

    private void AnnounceEnd()
    {
        ThreadInterruptedException? dropped = null;
        Enter(_end, ref dropped);
        Monitor.Pulse(_end);
        Monitor.Exit(_end);
    }

    private void AwaitEnd(ref ThreadInterruptedException? interrupt)
    {
        for (var deadline = Stopwatch.GetTimestamp() + _spinTicks; Stopwatch.GetTimestamp() < deadline; Thread.SpinWait(8))
        {
            if (Volatile.Read(ref _running) == 0)
                return;
        }

        Enter(_end, ref interrupt);
        try
        {
            while (Volatile.Read(ref _running) != 0)
                Wait(_end, ref interrupt);
        }
        finally
        {
            Monitor.Exit(_end);
        }
    }

    /// <summary>What the caller must know of a thread to wake it; guarded by <see cref="_start"/>.</summary>
    private struct Sleeper
    {
        public int Thread;
        public bool Sleeps;
        public ThreadPlacement.Mask Processors;
    }

    private static class SharedTeam
    {
        internal static readonly ThreadTeam Instance = new(Environment.ProcessorCount);
    }
}
