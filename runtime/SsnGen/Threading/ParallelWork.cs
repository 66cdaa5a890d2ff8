namespace SsnGen.Threading;

/// <summary>Work that a <see cref="WorkerTeam"/> runs once on each of its workers.</summary>
public abstract class ParallelWork
{
    /// <summary>Does one worker's share.</summary>
    /// <param name="worker">The worker's number, from 0.</param>
    /// <param name="workers">How many workers take part; how the work is cut must not change its result.</param>
    public abstract void Run(int worker, int workers);
}
