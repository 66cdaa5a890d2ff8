extern alias runtime;

using runtime::SsnGen.Threading;
using runtime::SsnGen.Training;

namespace SsnGen.Generator.Tests.Kernels;

/// <summary>The order of work never shows in a result.</summary>
public class ScheduleTests
{
    private static readonly Normalizer[] All = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];

    public static TheoryData<int, int, bool> Pairs()
    {
        var data = new TheoryData<int, int, bool>();
        for (var mean = 0; mean < 4; mean++)
        {
            for (var variance = 0; variance < 4; variance++)
            {
                data.Add(mean, variance, false);
                data.Add(mean, variance, true);
            }
        }

        return data;
    }

    [Theory]
    [InlineData(1, 64, 1024)]
    [InlineData(5, 32, 196)]
    [InlineData(7, 48, 49)]
    [InlineData(64, 300, 1)]
    public void Workers_change_no_bit(int samples, int channels, int slabSize)
    {
        var plan = KernelCompiler.Plan(channels, slabSize, All, 4, Activations.Relu, residual: true);
        foreach (var ratios in new double[][] { [0.4, 0.3, 0.2, 0.1], [0.5, 0.5, 0, 0], [1, 0, 0, 0] })
        {
            var c = Case.Random(plan, samples, 13, ratios, [.. ratios.Reverse()]);
            var one = KernelRun.Of(c);
            foreach (var count in new[] { 2, 3, 5 })
            {
                using var team = new ThreadTeam(count);
                AssertSame(one, KernelRun.Of(c, team));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_selected_pair_is_the_one_hot_mixture_bit_for_bit(int mean, int variance, bool evaluation)
    {
        // The kernel of the pair alone, without ratio gradients, against the mixture that computes everything.
        var (p, q) = (new double[4], new double[4]);
        (p[mean], q[variance]) = (1, 1);
        var mixture = Case.Random(KernelCompiler.Plan(12, 60, All, 3, Activations.Relu, residual: true), 3, 17, p, q) with { Evaluation = evaluation };
        Normalizer[] omega = mean == variance ? [(Normalizer)mean] : [(Normalizer)Math.Min(mean, variance), (Normalizer)Math.Max(mean, variance)];
        var hasBatch = omega.Contains(Normalizer.Batch);
        var pair = mixture with
        {
            Plan = KernelCompiler.Plan(12, 60, omega, 3, Activations.Relu, residual: true),
            P = [.. omega.Select(k => (int)k == mean ? 1.0 : 0)],
            Q = [.. omega.Select(k => (int)k == variance ? 1.0 : 0)],
            RunningMean = hasBatch ? mixture.RunningMean : [],
            RunningVariance = hasBatch ? mixture.RunningVariance : [],
        };
        var (all, alone) = (KernelRun.Of(mixture), KernelRun.Of(pair, ratioGradients: false));
        Assert.Equal(all.Y, alone.Y);
        Assert.Equal(all.Dx, alone.Dx);
        Assert.Equal(all.Dresidual, alone.Dresidual);
        Assert.Equal(all.Dgamma, alone.Dgamma);
        Assert.Equal(all.Dbeta, alone.Dbeta);
        Contract.Holds(NumericTests.AwayFromKinks(mixture));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(49)]
    [InlineData(12289)]
    public void In_place_changes_no_bit(int slabSize)
    {
        var plan = KernelCompiler.Plan(6, slabSize, All, 3, Activations.Silu, residual: true);
        var c = Case.Random(plan, 4, 3, [0.4, 0.3, 0.2, 0.1], [1, 0, 0, 0]);
        var expected = KernelRun.Of(c);
        var kernel = KernelCompiler.Get(plan);
        using var team = new ThreadTeam(2);
        using var workspace = new SsnWorkspace();
        float[] overInput = [.. c.X], overResidual = [.. c.Residual], dx = [.. c.Upstream], dresidual = [.. c.Residual];
        var parameters = Parameters(c);
        kernel.Forward(overInput, c.Residual, overInput, parameters, workspace, team);
        Assert.Equal(expected.Y, overInput);
        parameters = Parameters(c);
        kernel.Forward(c.X, overResidual, overResidual, parameters, workspace, team);
        Assert.Equal(expected.Y, overResidual);
        kernel.Backward(
            c.X, dresidual, dx, dx, dresidual, parameters, new SsnGradients { Gamma = new float[6], Beta = new float[6] }, workspace, team);
        Assert.Equal(expected.Dx, dx);
        Assert.Equal(expected.Dresidual, dresidual);
    }

    [Fact]
    public void One_workspace_serves_kernels_and_batches_of_any_size()
    {
        using var workspace = new SsnWorkspace();
        foreach (var (channels, samples) in new[] { (4, 2), (16, 5), (4, 1), (16, 3) })
        {
            var c = Case.Random(KernelCompiler.Plan(channels, 49, All, 2, Activations.Relu), samples, 19, [0.4, 0.3, 0.2, 0.1], [0, 0, 0.5, 0.5]);
            AssertSame(KernelRun.Of(c), KernelRun.Of(c, workspace: workspace));
            Assert.Equal(samples, workspace.Samples);
        }
    }

    [Fact]
    public void Backward_may_be_repeated()
    {
        var c = Case.Random(KernelCompiler.Plan(4, 49, All, 2), 2, 23, [1, 0, 0, 0], [1, 0, 0, 0]);
        var kernel = KernelCompiler.Get(c.Plan);
        using var team = new ThreadTeam(1);
        using var workspace = new SsnWorkspace();
        var parameters = Parameters(c);
        kernel.Forward(c.X, [], new float[c.X.Length], parameters, workspace, team);
        var (first, second) = (new float[c.X.Length], new float[c.X.Length]);
        var p = new double[4];
        kernel.Backward(c.X, [], c.Upstream, first, [], parameters, new SsnGradients { Gamma = new float[4], Beta = new float[4] }, workspace, team);
        kernel.Backward(
            c.X, [], c.Upstream, second, [], parameters,
            new SsnGradients { Gamma = new float[4], Beta = new float[4], MeanRatios = p }, workspace, team);
        Assert.Equal(first, second);
        var reference = new Reference(c);
        reference.Backward();
        for (var k = 0; k < 4; k++)
        {
            Assert.Equal(reference.Dp[k], p[k], 2e-5 * reference.RatioTerms);
        }
    }

    internal static SsnParameters Parameters(Case c) => new()
    {
        Gamma = c.Gamma,
        Beta = c.Beta,
        MeanRatios = c.P,
        VarianceRatios = c.Q,
        RunningMean = (float[])c.RunningMean.Clone(),
        RunningVariance = (float[])c.RunningVariance.Clone(),
        Momentum = c.Momentum,
    };

    private static void AssertSame(KernelRun expected, KernelRun actual)
    {
        Assert.Equal(expected.Y, actual.Y);
        Assert.Equal(expected.RunningMean, actual.RunningMean);
        Assert.Equal(expected.RunningVariance, actual.RunningVariance);
        Assert.Equal(expected.Dx, actual.Dx);
        Assert.Equal(expected.Dresidual, actual.Dresidual);
        Assert.Equal(expected.Dgamma, actual.Dgamma);
        Assert.Equal(expected.Dbeta, actual.Dbeta);
        Assert.Equal(expected.Dp, actual.Dp);
        Assert.Equal(expected.Dq, actual.Dq);
    }
}
