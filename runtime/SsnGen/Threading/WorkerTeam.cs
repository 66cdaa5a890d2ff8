namespace SsnGen.Threading;

/// <summary>A fixed number of threads that run the same work at the same time and wait for each other at its end.</summary>
public abstract class WorkerTeam
{
    /// <summary>How many workers there are, the calling thread included.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// Runs the work on up to <see cref="Count"/> workers and returns when all are done. An exception of a worker is
    /// rethrown here once the others have finished.
    /// </summary>
    /// <param name="work">The work.</param>
    public abstract void Run(ParallelWork work);
}
