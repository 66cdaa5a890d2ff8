using SsnGen.Generator.Planning.Gpu;

namespace SsnGen.Generator.Tests.Planning;

public class GpuThreadsPlanTests
{
    private const int Warp = 32;
    private const int MostThreads = 1024;
    private const int MostHeld = 6144;

    [Theory]
    [InlineData(784, 8, true, 128, 7)] // 56×56 in vectors of four.
    [InlineData(784, 4, true, 224, 4)]
    [InlineData(3136, 8, true, 416, 8)] // 112×112.
    [InlineData(196, 8, false, 256, 7)] // 28×28: a warp holds it.
    [InlineData(49, 8, false, 256, 2)] // 7×7, value by value.
    [InlineData(12544, 8, true, 512, 8)] // 224×224: more than registers hold, so in turns.
    public void Common_slabs(int vectors, int mostUnrolled, bool isGroup, int threads, int unrolled) =>
        Assert.Equal(new GpuThreadsPlan(vectors, isGroup, threads, unrolled), GpuThreadsPlan.OfSlab(vectors, mostUnrolled));

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Threads_hold_what_they_can_and_few_of_them_idle(int mostUnrolled)
    {
        for (var vectors = 1; vectors < 10_000; vectors++)
        {
            var plan = GpuThreadsPlan.OfSlab(vectors, mostUnrolled);
            Assert.Equal(0, plan.Threads % Warp);
            Assert.InRange(plan.Threads, Warp, MostThreads);
            Assert.InRange(plan.Unrolled, 1, mostUnrolled);
            Assert.Equal(vectors > mostUnrolled * Warp, plan.IsGroup);
            Assert.InRange(plan.Threads * plan.Unrolled, 0, MostHeld);
            Assert.Equal(vectors <= Math.Min(mostUnrolled * MostThreads, MostHeld), plan.HoldsAll);
            if (plan is { IsGroup: true, HoldsAll: true, Threads: > 128 })
            {
                // Fewer vectors for each thread would not leave less idle.
                Assert.True((plan.Threads - Warp) * plan.Unrolled < vectors, $"{plan} has a warp to spare.");
            }
        }
    }
}
