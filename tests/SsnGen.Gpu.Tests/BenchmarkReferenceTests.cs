using SsnGen.Gpu.Benchmarks.Correctness;
using SsnGen.Gpu.Benchmarks.Device;
using SsnGen.Threading;
using SsnGen.Training;

namespace SsnGen.Gpu.Tests;

/// <summary>The references of the program that checks a device, against the kernels and gates for the CPU.</summary>
public sealed class BenchmarkReferenceTests
{
    private const int Samples = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_reference_computes_what_the_kernels_for_the_cpu_do(bool evaluation)
    {
        foreach (var kernel in new[] { VectorNet.GpuKernels.Norm.Description, GroupNet.GpuKernels.Norm.Description, ResidualNet.GpuKernels.ReadsOutput.Description })
        {
            AssertAgree(kernel, selection: null, evaluation);
            AssertAgree(kernel, new Selection(Normalizer.Instance, kernel.Normalizers[^1]), evaluation);
        }
    }

    [Fact]
    public void The_gate_by_its_published_stages_is_that_of_the_cpu()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            double[] control = [.. Enumerable.Range(0, 2 + (i % 3)).Select(_ => (random.NextDouble() * 2) - 1)];
            double[] gradient = [.. control.Select(static (_, k) => 1.0 / (k + 1))];
            var radius = random.NextDouble();
            var ratios = new ImportanceRatios("A", [.. Enum.GetValues<Normalizer>().Take(control.Length)], Gate.SparsestMax);
            float[] floats = [.. control.Select(static v => (float)v)];
            double[] rounded = [.. floats.Select(static v => (double)v)];
            ratios.Update(floats, radius);
            var expected = new double[control.Length];
            ratios.Backward(gradient, expected);
            var (actual, slopes) = (GateReference.Evaluate(rounded, radius), GateReference.Differentiate(rounded, radius, gradient));
            for (var k = 0; k < control.Length; k++)
            {
                Assert.Equal(ratios.Values[k], actual[k], 1e-9);
                Assert.Equal(expected[k], slopes[k], 1e-5 * Math.Max(1, Math.Abs(expected[k])));
            }
        }
    }

    private static void AssertAgree(SsnKernel kernel, Selection? selection, bool evaluation)
    {
        var random = new Random(2);
        float[] Next(int count) => [.. Enumerable.Range(0, count).Select(i => (random.NextSingle() * (1 + (i % 2))) - 0.5f)];
        var length = Samples * kernel.Channels * kernel.SlabSize;
        var (x, residual, upstream) = (Next(length), kernel.HasResidual ? Next(length) : [], Next(length));
        var host = NormParameters.Random(kernel, selection);
        var reference = new NormReference(kernel, Samples, host, x, residual, evaluation);
        reference.ClearKinks(upstream);
        var expected = reference.Differentiate(upstream);
        using var workspace = new SsnWorkspace();
        var parameters = new SsnParameters
        {
            Gamma = host.Gamma,
            Beta = host.Beta,
            MeanRatios = host.MeanRatios,
            VarianceRatios = host.VarianceRatios,
            RunningMean = host.RunningMean,
            RunningVariance = host.RunningVariance,
            Momentum = NormParameters.Momentum,
        };
        var (y, dx, dresidual) = (new float[length], new float[length], new float[residual.Length]);
        if (evaluation)
        {
            kernel.Evaluate(x, residual, y, parameters, workspace, InlineTeam.Instance);
        }
        else
        {
            kernel.Forward(x, residual, y, parameters, workspace, InlineTeam.Instance);
        }

        var (gamma, beta) = (new float[kernel.Channels], new float[kernel.Channels]);
        var (p, q) = (new double[kernel.Normalizers.Length], new double[kernel.Normalizers.Length]);
        var gradients = new SsnGradients { Gamma = gamma, Beta = beta, MeanRatios = p, VarianceRatios = q };
        kernel.Backward(x, kernel.HasResidual ? y : [], upstream, dx, dresidual, parameters, gradients, workspace, InlineTeam.Instance);
        GpuResult.Close("y", Floats(reference.Y), y, 4e-6);
        GpuResult.Close("running mean", Floats(reference.RunningMean), host.RunningMean, 4e-6);
        GpuResult.Close("running variance", Floats(reference.RunningVariance), host.RunningVariance, 4e-6);
        GpuResult.Close("dx", Floats(expected.X), dx, 2e-5);
        GpuResult.Close("dgamma", Floats(expected.Gamma), gamma, 2e-5);
        GpuResult.Close("dbeta", Floats(expected.Beta), beta, 2e-5);
        GpuResult.Close("dp", Floats(expected.MeanRatios), Floats(p), 2e-5);
        GpuResult.Close("dq", Floats(expected.VarianceRatios), Floats(q), 2e-5);
        if (kernel.HasResidual)
        {
            GpuResult.Close("dresidual", Floats(expected.Residual), dresidual, 2e-5);
        }
    }

    private static float[] Floats(double[] values) => [.. values.Select(static v => (float)v)];
}
