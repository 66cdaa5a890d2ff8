using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>
/// Lends workspaces to concurrent runs. Renting and returning allocate nothing and take no lock; a workspace that
/// finds no place on its return is left to the garbage collector.
/// </summary>
/// <typeparam name="T">The workspace.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WorkspacePool<T>
    where T : class
{
    private readonly Func<T> _create;
    private readonly T?[] _idle;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="create">Makes a workspace when none is idle.</param>
    public WorkspacePool(Func<T> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _create = create;

        // Twice the processors: as many runs at once as are worth it, each with workers that rent one themselves.
        _idle = new T?[2 * Environment.ProcessorCount];
    }

    /// <summary>Takes an idle workspace, or makes one.</summary>
    public T Rent()
    {
        foreach (ref var place in _idle.AsSpan())
        {
            if (place is not null && Interlocked.Exchange(ref place, null) is { } workspace)
            {
                return workspace;
            }
        }

        return _create();
    }

    /// <summary>Gives a workspace back.</summary>
    /// <param name="workspace">The workspace; the caller must not use it any more.</param>
    public void Return(T workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        foreach (ref var place in _idle.AsSpan())
        {
            if (place is null && Interlocked.CompareExchange(ref place, workspace, null) is null)
            {
                return;
            }
        }
    }
}
