using ILGPU.Runtime;
using Half = ILGPU.Half;

namespace SsnGen.Gpu.Tests;

/// <summary>What a batch does to the running moments of a layer on the device: all of them move, or none, as on the CPU.</summary>
public sealed class GpuRunningMomentsTests : IDisposable
{
    private static readonly GpuSsnKernel<float>[] Kernels =
        [VectorNet.GpuKernels.Norm, ScalarNet.GpuKernels.Norm, PointNet.GpuKernels.Norm, GroupNet.GpuKernels.Norm, ResidualNet.GpuKernels.ReadsOutput];

    private readonly GpuContext _context = GpuContext.CreateSimulated();

    public static TheoryData<int, float> Broken
    {
        get
        {
            var cases = new TheoryData<int, float>();
            for (var i = 0; i < Kernels.Length; i++)
            {
                foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f })
                {
                    cases.Add(i, value);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_batch_that_is_not_finite_moves_no_channel_and_is_counted(int index, float value)
    {
        var kernel = Kernels[index];
        var good = new GpuCase(kernel.Description, seed: index);
        var bad = new GpuCase(kernel.Description, seed: index);
        bad.X[^1] = value;
        var (adopted, refused, expected) = (good.OnGpu(_context.Accelerator, kernel), bad.OnGpu(_context.Accelerator, kernel), bad.OnCpu());
        Assert.Equal((0, 1, 1), (adopted.RefusedBatches, refused.RefusedBatches, expected.RefusedBatches));
        Assert.Equal(expected.RunningMean, refused.RunningMean);
        Assert.Equal(expected.RunningVariance, refused.RunningVariance);
        Assert.All(refused.RunningVariance, static v => Assert.True(float.IsFinite(v)));
        Assert.NotEqual(adopted.RunningVariance, refused.RunningVariance);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Batches_of_halves_are_refused_likewise(float value)
    {
        var kernel = VectorNet.GpuHalfKernels.Norm;
        var bad = new GpuCase(kernel.Description, seed: 3);
        for (var i = 0; i < bad.X.Length; i++)
        {
            bad.X[i] = (Half)bad.X[i];
        }

        bad.X[7] = value;
        var (refused, expected) = (bad.OnGpu(_context.Accelerator, kernel), bad.OnCpu());
        Assert.Equal(1, refused.RefusedBatches);
        Assert.Equal(expected.RunningMean, refused.RunningMean);
        Assert.Equal(expected.RunningVariance, refused.RunningVariance);
    }

    [Fact]
    public void Training_goes_on_after_a_batch_that_was_refused()
    {
        using var norm = new GpuSsnNorm<float>(_context.Accelerator, ScalarNet.GpuKernels.Norm, ScalarNet.Layers[0]);
        using var memory = new DeviceMemory(_context.Accelerator);
        var stream = _context.Accelerator.DefaultStream;
        float[] values = [.. Enumerable.Range(0, 2 * 3 * 49).Select(static i => MathF.Sin(i * i))];
        float[] broken = [.. values];
        broken[200] = float.NaN;
        var (good, bad, y) = (memory.Of(values), memory.Of(broken), memory.Of(new float[values.Length]));
        foreach (var (isGood, refused) in new[] { (true, 0), (false, 1), (false, 2), (true, 2) })
        {
            float[] before = [.. norm.RunningMean.GetAsArray(), .. norm.RunningVar.GetAsArray()];
            norm.Forward(stream, isGood ? good : bad, default, y);
            stream.Synchronize();
            float[] after = [.. norm.RunningMean.GetAsArray(), .. norm.RunningVar.GetAsArray()];
            Assert.Equal(refused, norm.RefusedBatches.GetAsArray()[0]);
            Assert.Equal(!isGood, before.AsSpan().SequenceEqual(after));
            Assert.All(after, static v => Assert.True(float.IsFinite(v)));
        }

        // Evaluation measures nothing that could be refused, and moves nothing.
        norm.Evaluate(stream, bad, default, y);
        stream.Synchronize();
        Assert.Equal(2, norm.RefusedBatches.GetAsArray()[0]);
        using var without = new GpuSsnNorm<float>(_context.Accelerator, ResidualNet.GpuKernels.Alone, ResidualNet.Layers[^1]);
        Assert.Equal(0, without.RefusedBatches.Length);
    }

    [Fact]
    public void Many_channels_are_moved_by_few_threads()
    {
        using var context = GpuContext.CreateSimulated(threadsPerWarp: 4, warps: 2);
        foreach (var kernel in new[] { VectorNet.GpuKernels.Norm, PointNet.GpuKernels.Norm })
        {
            var good = new GpuCase(kernel.Description, seed: 4);
            good.OnGpu(context.Accelerator, kernel).AssertEquals(good.OnCpu());
            good.X[^1] = float.NaN;
            Assert.Equal(1, good.OnGpu(context.Accelerator, kernel).RefusedBatches);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void They_move_while_only_one_of_the_ratios_is_one_hot_elsewhere(bool mean)
    {
        double[] selected = [1, 0, 0, 0], mixed = [0.5, 0.5, 0, 0];
        var kernel = VectorNet.GpuKernels.Norm;
        var @case = new GpuCase(kernel.Description, seed: 2) { Ratios = mean ? selected : mixed, VarianceRatios = mean ? mixed : selected };
        var resting = new GpuCase(kernel.Description, seed: 2) { Ratios = selected, VarianceRatios = selected };
        var (actual, rested) = (@case.OnGpu(_context.Accelerator, kernel), resting.OnGpu(_context.Accelerator, kernel));
        actual.AssertEquals(@case.OnCpu());
        Assert.All(actual.RunningMean.Zip(rested.RunningMean), static pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.All(actual.RunningVariance.Zip(rested.RunningVariance), static pair => Assert.NotEqual(pair.First, pair.Second));
    }

    public void Dispose() => _context.Dispose();
}
