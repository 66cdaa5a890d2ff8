using ILGPU;
using ILGPU.Runtime;
using SsnGen.Threading;
using SsnGen.Training;

namespace SsnGen.Gpu.Tests;

/// <summary>Emitted GPU kernels on ILGPU's simulation, against the emitted CPU kernels of the same specialization.</summary>
public sealed class GpuForwardTests
{
    private const int Samples = 2;
    private static readonly GpuSsnKernel[] Kernels = [VectorNet.GpuKernels.Norm, ScalarNet.GpuKernels.Norm, PointNet.GpuKernels.Norm, GroupNet.GpuKernels.Norm];

    public static TheoryData<int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, bool>();
            for (var i = 0; i < Kernels.Length; i++)
            {
                cases.Add(i, false);
                cases.Add(i, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Output_and_running_moments_are_those_of_the_cpu(int index, bool evaluation)
    {
        var values = new Values(Kernels[index], mean: 1, seed: index);
        AssertAgree(values, evaluation);
    }

    [Fact]
    public void A_large_mean_costs_no_accuracy() => AssertAgree(new Values(VectorNet.GpuKernels.Norm, mean: 1e4f, seed: 5), evaluation: false);

    [Fact]
    public void Values_whose_squares_overflow_stay_finite()
    {
        var values = new Values(GroupNet.GpuKernels.Norm, mean: 0, seed: 6);
        for (var i = 0; i < values.X.Length; i++)
        {
            values.X[i] *= 1e30f;
        }

        // The running variance, 1e59, is beyond a float on both.
        AssertClose(values.OnCpu(evaluation: false).Y, values.OnGpu(evaluation: false).Y);
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        using var context = GpuContext.CreateSimulated();
        using var layer = new GpuSsnLayer(context.Accelerator, VectorNet.GpuKernels.Norm);
        using var x = context.Accelerator.Allocate1D<float>(150);
        var error = Assert.Throws<ArgumentException>(() => layer.Forward(context.Accelerator.DefaultStream, x.View, default, x.View, default));
        Assert.Contains("150 values", error.Message, StringComparison.Ordinal);
        var shifted = x.View.SubView(1, 144);
        error = Assert.Throws<ArgumentException>(() => layer.Forward(context.Accelerator.DefaultStream, shifted, default, shifted, default));
        Assert.Contains("16 bytes", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => layer.Forward(context.Accelerator.DefaultStream, x.View.SubView(0, 144), default, x.View.SubView(0, 144), default));
        Assert.Contains("Gamma", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_always_a_device()
    {
        using var context = GpuContext.Create();
        Assert.NotEmpty(context.DeviceName);
    }

    private static void AssertAgree(Values values, bool evaluation)
    {
        var (expected, mean, variance) = values.OnCpu(evaluation);
        var (actual, gpuMean, gpuVariance) = values.OnGpu(evaluation);
        AssertClose(expected, actual);
        AssertClose(mean, gpuMean);
        AssertClose(variance, gpuVariance);
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        var largest = expected.Select(Math.Abs).DefaultIfEmpty().Max();
        Assert.True(float.IsFinite(largest));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 8e-6 * (1 + largest), $"Value {i} is {actual[i]:R}, on the CPU {expected[i]:R}.");
        }
    }

    /// <summary>Inputs of one kernel, and both ways to run it.</summary>
    private sealed class Values
    {
        private readonly GpuSsnKernel _kernel;
        private readonly float[] _gamma;
        private readonly float[] _beta;
        private readonly double[] _ratios;
        private readonly float[] _running;

        public Values(GpuSsnKernel kernel, float mean, int seed)
        {
            _kernel = kernel;
            var cpu = kernel.Description;
            var random = new Random(seed);
            float[] Next(int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
            X = [.. Next(Samples * cpu.Channels * cpu.SlabSize).Select((v, i) => mean + (v * (1 + (i / cpu.SlabSize % 3))))];
            _gamma = Next(cpu.Channels);
            _beta = Next(cpu.Channels);
            _ratios = [.. Enumerable.Range(1, cpu.Normalizers.Length).Select(k => 2.0 * k / cpu.Normalizers.Length / (cpu.Normalizers.Length + 1))];
            _running = cpu.Normalizers.Contains(Normalizer.Batch) ? [.. Next(cpu.Channels).Select(static v => 1.5f + v)] : [];
        }

        public float[] X { get; }

        public (float[] Y, float[] Mean, float[] Variance) OnCpu(bool evaluation)
        {
            var y = new float[X.Length];
            float[] mean = [.. _running], variance = [.. _running];
            using var workspace = new SsnWorkspace();
            var parameters = new SsnParameters
            {
                Gamma = _gamma, Beta = _beta, MeanRatios = _ratios, VarianceRatios = _ratios, RunningMean = mean, RunningVariance = variance, Momentum = 0.1f,
            };
            if (evaluation)
            {
                _kernel.Description.Evaluate(X, default, y, parameters, workspace, InlineTeam.Instance);
            }
            else
            {
                _kernel.Description.Forward(X, default, y, parameters, workspace, InlineTeam.Instance);
            }

            return (y, mean, variance);
        }

        public (float[] Y, float[] Mean, float[] Variance) OnGpu(bool evaluation)
        {
            using var context = GpuContext.CreateSimulated();
            var device = context.Accelerator;
            using var layer = new GpuSsnLayer(device, _kernel);
            using var x = device.Allocate1D(X);
            using var y = device.Allocate1D<float>(X.Length);
            using var gamma = device.Allocate1D(_gamma);
            using var beta = device.Allocate1D(_beta);
            using var ratios = device.Allocate1D(_ratios);
            using var mean = device.Allocate1D(_running);
            using var variance = device.Allocate1D(_running);
            var parameters = new GpuSsnParameters
            {
                Gamma = gamma.View, Beta = beta.View, MeanRatios = ratios.View, VarianceRatios = ratios.View, RunningMean = mean.View, RunningVariance = variance.View, Momentum = 0.1f,
            };
            if (evaluation)
            {
                layer.Evaluate(device.DefaultStream, x.View, default, y.View, parameters);
            }
            else
            {
                layer.Forward(device.DefaultStream, x.View, default, y.View, parameters);
            }

            device.Synchronize();
            return (y.GetAsArray1D(), mean.GetAsArray1D(), variance.GetAsArray1D());
        }
    }
}
