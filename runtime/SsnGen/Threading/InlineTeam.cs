namespace SsnGen.Threading;

/// <summary>The team of one: runs the work on the calling thread.</summary>
public sealed class InlineTeam : WorkerTeam
{
    private InlineTeam()
    {
    }

    /// <summary>The only instance; it has no state.</summary>
    public static InlineTeam Instance { get; } = new();

    /// <inheritdoc/>
    public override int Count => 1;

    /// <inheritdoc/>
    public override void Run(ParallelWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        work.Run(0, 1);
    }
}
