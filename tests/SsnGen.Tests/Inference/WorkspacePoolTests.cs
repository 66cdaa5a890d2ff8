using SsnGen.Inference;

namespace SsnGen.Tests.Inference;

public class WorkspacePoolTests
{
    [Fact]
    public void What_was_returned_is_lent_again()
    {
        var pool = new WorkspacePool<object>(static () => new object());
        var first = pool.Rent();
        pool.Return(first);
        Assert.Same(first, pool.Rent());
        Assert.NotSame(first, pool.Rent());
    }

    [Fact]
    public void No_workspace_is_lent_twice()
    {
        var pool = new WorkspacePool<int[]>(static () => new int[1]);
        Parallel.For(0, 20_000, _ =>
        {
            var workspace = pool.Rent();
            Assert.Equal(1, Interlocked.Increment(ref workspace[0]));
            Interlocked.Decrement(ref workspace[0]);
            pool.Return(workspace);
        });
    }

    [Fact]
    public void Workspaces_beyond_its_room_are_let_go()
    {
        var made = 0;
        var pool = new WorkspacePool<object>(() =>
        {
            made++;
            return new object();
        });
        var many = Enumerable.Range(0, 100 * Environment.ProcessorCount).Select(_ => pool.Rent()).ToArray();
        Assert.Equal(many.Length, made);
        foreach (var workspace in many)
        {
            pool.Return(workspace);
        }

        var again = Enumerable.Range(0, many.Length).Select(_ => pool.Rent()).ToArray();
        Assert.InRange(made, many.Length + 1, (2 * many.Length) - 1);
        Assert.Equal(again.Length, again.Distinct().Count());
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>("create", () => new WorkspacePool<object>(null!));
        Assert.Throws<ArgumentNullException>("workspace", () => new WorkspacePool<object>(static () => new object()).Return(null!));
    }
}
