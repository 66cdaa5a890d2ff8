extern alias runtime;

using CsCheck;
using runtime::SsnGen.Threading;

namespace SsnGen.Generator.Tests.Kernels;

public class NumericTests
{
    private static readonly Normalizer[][] Omegas =
    [
        [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch],
        [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group],
        [Normalizer.Layer, Normalizer.Batch],
        [Normalizer.Instance, Normalizer.Group],
        [Normalizer.Batch],
    ];

    private static readonly (int Channels, int SlabSize, int Groups)[] Shapes =
        [(4, 49, 2), (6, 1, 3), (1, 7, 1), (3, 1023, 3), (10, 16, 5), (16, 64, 4), (2, 4099, 1), (5, 33, 1)];

    /// <summary>Importance ratios of K normalizers: on the simplex, often sparse, sometimes one-hot.</summary>
    private static Gen<double[]> Ratios(int count) =>
        Gen.Select(Gen.Double[0, 1].Array[count], Gen.Int[0, 2].Array[count], Gen.Int[0, count - 1]).Select((weights, live, one) =>
        {
            var kept = weights.Select((w, k) => k == one ? 0.1 + w : live[k] == 0 ? w : 0).ToArray();
            var sum = kept.Sum();
            return kept.Count(static w => w != 0) == 1 ? [.. kept.Select(static w => w != 0 ? 1.0 : 0)] : kept.Select(w => w / sum).ToArray();
        });

    private static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static readonly Gen<Case> Cases =
        from omega in OneOf(Omegas)
        from shape in OneOf(Shapes)
        from activation in OneOf(Activations.All)
        from residual in Gen.Bool
        from samples in Gen.Int[1, 5]
        from seed in Gen.Int[0, 1000]
        from p in Ratios(omega.Length)
        from q in Ratios(omega.Length)
        from evaluation in Gen.Bool
        select Case.Random(
            KernelCompiler.Plan(shape.Channels, shape.SlabSize, omega, shape.Groups, activation, residual), samples, seed, p, q) with
        {
            Evaluation = evaluation,
        };

    [Fact]
    public void Random_cases_hold_the_contract() => Cases.Sample(static c => Contract.Holds(AwayFromKinks(c)), iter: 100);

    /// <summary>One value by its own variance, none, is scaled far out, where the slope is no more than what the exponential leaves.</summary>
    [Fact]
    public void Slopes_far_out_hold_the_contract()
    {
        foreach (var activation in Activations.All)
        {
            var plan = KernelCompiler.Plan(6, 1, [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch], 1, activation, residual: true);
            for (var seed = 0; seed < 20; seed++)
            {
                Contract.Holds(AwayFromKinks(Case.Random(plan, 1, seed, [0, 1, 0], [1, 0, 0]) with { Evaluation = true }));
            }
        }
    }

    [Fact]
    public void Reference_agrees_with_finite_differences()
    {
        var plan = KernelCompiler.Plan(4, 3, [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group], 2, Activations.Silu, true, bessel: true);
        var c = Case.Random(plan, 3, 5, [0.1, 0.2, 0.3, 0.4], [0.4, 0.3, 0.2, 0.1]);
        foreach (var @case in new[] { c, c with { Evaluation = true } })
        {
            var reference = new Reference(@case);
            reference.Backward();
            Differences(@case.X, reference.Dx, x => @case with { X = x });
            Differences(@case.Residual, reference.Dresidual, r => @case with { Residual = r });
            Differences(@case.Gamma, reference.Dgamma, g => @case with { Gamma = g });
            Differences(@case.Beta, reference.Dbeta, b => @case with { Beta = b });
            Differences([.. @case.P.Select(static p => (float)p)], reference.Dp, p => @case with { P = [.. p.Select(static v => (double)v)] });
            Differences([.. @case.Q.Select(static q => (float)q)], reference.Dq, q => @case with { Q = [.. q.Select(static v => (double)v)] });
        }
    }

    [Fact]
    public void Bessel_divides_slab_variances_by_one_less()
    {
        var plan = KernelCompiler.Plan(3, 17, [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch], activation: Activations.Relu, bessel: true);
        Contract.Holds(AwayFromKinks(Case.Random(plan, 4, 1, [0.2, 0.3, 0.5], [0.5, 0.25, 0.25])));
    }

    [Fact]
    public void Running_moments_move_toward_those_of_the_batch()
    {
        var plan = KernelCompiler.Plan(3, 20, [Normalizer.Instance, Normalizer.Batch]);
        var c = Case.Random(plan, 4, 2, [0.5, 0.5], [1, 0]) with { Momentum = 0.25f };
        var run = KernelRun.Of(c);
        var reference = new Reference(c);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((0.75 * c.RunningMean[i]) + (0.25 * reference.Means[1][i]), run.RunningMean[i], 1e-6);
            Assert.Equal((0.75 * c.RunningVariance[i]) + (0.25 * reference.Variances[1][i]), run.RunningVariance[i], 1e-6);
        }
    }

    [Fact]
    public void Running_moments_rest_under_a_selected_pair_however_few_its_samples()
    {
        // Fewer samples than workers: the layer pair runs phase by phase over the tensor, as the batch would.
        using var team = new ThreadTeam(3);
        var c = Case.Random(KernelCompiler.Plan(64, 1024, [Normalizer.Layer, Normalizer.Batch]), 1, 2, [1, 0], [1, 0]);
        var run = KernelRun.Of(c, team);
        Assert.Equal(c.RunningMean, run.RunningMean);
        Assert.Equal(c.RunningVariance, run.RunningVariance);
        Assert.Equal(KernelRun.Of(c).Dx, run.Dx);
    }

    [Fact]
    public void Running_moments_rest_in_evaluation_and_where_another_pair_is_selected()
    {
        var plan = KernelCompiler.Plan(3, 20, [Normalizer.Instance, Normalizer.Batch]);
        var c = Case.Random(plan, 4, 2, [0.5, 0.5], [0.5, 0.5]);
        foreach (var resting in new[] { c with { Evaluation = true }, c with { P = [1, 0], Q = [1, 0] } })
        {
            var run = KernelRun.Of(resting);
            Assert.Equal(c.RunningMean, run.RunningMean);
            Assert.Equal(c.RunningVariance, run.RunningVariance);
        }
    }

    /// <summary>
    /// Moves upstream gradients to zero where t is so near a kink of the activation that the reference and any float
    /// computation may take different branches.
    /// </summary>
    internal static Case AwayFromKinks(Case c)
    {
        var reference = new Reference(c);
        var bound = 1e-5 * (1 + reference.T.Select(Math.Abs).DefaultIfEmpty().Max());
        return c with { Upstream = [.. c.Upstream.Select((u, i) => Math.Abs(Slope(reference.T[i] + (2 * bound)) - Slope(reference.T[i] - (2 * bound))) > 0.01 ? 0 : u)] };

        double Slope(double t) => Reference.Derivative(c.Plan.Activation, t);
    }

    private static void Differences(float[] values, double[] gradient, Func<float[], Case> with)
    {
        for (var i = 0; i < values.Length; i++)
        {
            // Steps that float holds exactly, since cases store floats.
            const float Step = 1 / 1024f;
            float[] up = [.. values], down = [.. values];
            up[i] += Step;
            down[i] -= Step;
            var difference = (new Reference(with(up)).Loss - new Reference(with(down)).Loss) / ((double)up[i] - down[i]);
            Assert.Equal(difference, gradient[i], 2e-4 * (1 + Math.Abs(difference)));
        }
    }
}
