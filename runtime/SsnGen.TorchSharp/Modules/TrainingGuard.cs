namespace SsnGen.TorchSharp;

/// <summary>
/// Refuses a second thread inside of a training pass: it would race for running moments, ratios and gradients, and give
/// results that no order of the passes could. Evaluation is not guarded.
/// </summary>
/// <param name="what">What is guarded, for messages.</param>
internal sealed class TrainingGuard(string what)
{
    private int _owner;

    /// <summary>Begins a pass; disposing of the result ends it. The owner may begin passes inside of its own.</summary>
    /// <exception cref="InvalidOperationException">Another thread is inside of a pass.</exception>
    public TrainingPass Enter()
    {
        var thread = Environment.CurrentManagedThreadId;
        var owner = Interlocked.CompareExchange(ref _owner, thread, 0);
        return owner == 0
            ? new TrainingPass(this)
            : owner == thread
                ? default
                : throw new InvalidOperationException(
                    $"{what} is in a training pass of another thread: train a module on one thread at a time (evaluation, after eval(), may run on many), or give each thread a module of its own.");
    }

    internal void Exit() => Volatile.Write(ref _owner, 0);
}

/// <summary>A training pass in progress; its end when it is disposed of.</summary>
public readonly struct TrainingPass : IDisposable
{
    private readonly TrainingGuard? _guard;

    internal TrainingPass(TrainingGuard guard) => _guard = guard;

    /// <summary>Ends the pass.</summary>
    public void Dispose() => _guard?.Exit();
}
