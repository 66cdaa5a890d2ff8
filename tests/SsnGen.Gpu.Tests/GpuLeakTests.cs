using System.Diagnostics;

namespace SsnGen.Gpu.Tests;

/// <summary>Runs alone: it looks at the memory of the whole process.</summary>
[CollectionDefinition(nameof(GpuLeakTests), DisableParallelization = true)]
[Collection(nameof(GpuLeakTests))]
public sealed class GpuLeakTests
{
    private const long Noise = 8 << 20;

    [Fact]
    public void A_thousand_steps_leave_no_memory_behind()
    {
        using var context = GpuContext.CreateSimulated();
        using var norm = new GpuSsnNorm<float>(context.Accelerator, PointNet.GpuKernels.Norm, PointNet.Layers[0]);
        using var memory = new DeviceMemory(context.Accelerator);
        var stream = context.Accelerator.DefaultStream;
        var (x, y, dx) = (memory.Of(new float[10]), memory.Of(new float[10]), memory.Of(new float[10]));
        Run(200);
        var before = Used();
        Run(1000);
        Assert.InRange(Used() - before, long.MinValue, Noise);

        void Run(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                norm.Forward(stream, x, default, y);
                norm.Backward(stream, x, default, y, dx, default);
                norm.Step(stream, 0.1f);
            }

            stream.Synchronize();
        }

        // Simulated device memory is memory of this process outside of the collected heap.
        static long Used()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            var managed = GC.GetTotalMemory(forceFullCollection: true);
            using var process = Process.GetCurrentProcess();
            return managed + process.PrivateMemorySize64 - GC.GetGCMemoryInfo().TotalCommittedBytes;
        }
    }
}
