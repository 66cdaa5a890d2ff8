namespace SsnGen.Testing;

/// <summary>What code allocates.</summary>
public static class Allocation
{
    /// <summary>The fewest bytes that one of several calls allocates: once the runtime may allocate for itself, such as for a call by reflection.</summary>
    public static long Least(Action act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return Enumerable.Range(0, 4).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            act();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
