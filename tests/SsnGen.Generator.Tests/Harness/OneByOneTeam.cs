extern alias runtime;

using runtime::SsnGen.Threading;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>A team whose workers run one after the other, the last one first: what depends on their order or number shows.</summary>
internal sealed class OneByOneTeam(int count) : WorkerTeam
{
    public override int Count => count;

    public override void Run(ParallelWork work)
    {
        for (var worker = count - 1; worker >= 0; worker--)
        {
            work.Run(worker, count);
        }
    }
}
