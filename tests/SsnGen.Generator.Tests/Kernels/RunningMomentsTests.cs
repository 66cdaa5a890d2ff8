extern alias runtime;

using runtime::SsnGen.Threading;
using runtime::SsnGen.Training;

namespace SsnGen.Generator.Tests.Kernels;

/// <summary>What a batch does to the running moments of a layer: all of them move, or none.</summary>
public class RunningMomentsTests
{
    private static readonly Normalizer[] All = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];
    private static readonly double[] Mixed = [0.4, 0.3, 0.2, 0.1];

    /// <summary>One value of the batch, whether batch moments are live, and the values of a slab.</summary>
    public static TheoryData<float, bool, int> BrokenValues()
    {
        var data = new TheoryData<float, bool, int>();
        foreach (var value in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f, float.MaxValue })
        {
            foreach (var slabSize in new[] { 1, 7, 49, 1024 })
            {
                data.Add(value, true, slabSize);
                data.Add(value, false, slabSize);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(BrokenValues))]
    public void A_batch_that_is_not_finite_moves_no_channel(float value, bool live, int slabSize)
    {
        var plan = KernelCompiler.Plan(8, slabSize, All, 2, Activations.Relu);
        var good = Case.Random(plan, 3, 5, live ? Mixed : [0.5, 0.5, 0, 0], live ? Mixed : [0, 1, 0, 0]);
        var bad = good with { X = [.. good.X] };
        bad.X[(((1 * 8) + 5) * slabSize) + (slabSize / 2)] = value;
        foreach (var workers in new[] { 1, 3 })
        {
            using var team = new ThreadTeam(workers);
            using var workspace = new SsnWorkspace();
            var run = KernelRun.Of(bad, team, workspace);
            Assert.True(run.RefusedBatch);
            Assert.Equal(good.RunningMean, run.RunningMean);
            Assert.Equal(good.RunningVariance, run.RunningVariance);

            // What was measured is told as it is: the broken channel's moments, and those of the others.
            Assert.Equal(8, run.BatchMean.Length);
            Assert.False(float.IsFinite((float)run.BatchMean[5]) && float.IsFinite((float)run.BatchVariance[5]));
            Assert.True(double.IsFinite(run.BatchMean[4]) && double.IsFinite(run.BatchVariance[4]));

            // The next batch, and another layer's, are adopted as ever.
            var next = KernelRun.Of(good, team, workspace);
            Assert.False(next.RefusedBatch);
            AssertMoved(good, next);
        }
    }

    [Fact]
    public void What_is_adopted_does_not_depend_on_the_workers()
    {
        var c = Case.Random(KernelCompiler.Plan(64, 512, All, 4), 6, 9, Mixed, Mixed);
        var one = KernelRun.Of(c);
        foreach (var workers in new[] { 2, 3, 5 })
        {
            using var team = new ThreadTeam(workers);
            var run = KernelRun.Of(c, team);
            Assert.Equal(one.RunningMean, run.RunningMean);
            Assert.Equal(one.RunningVariance, run.RunningVariance);
            Assert.Equal(one.BatchMean, run.BatchMean);
            Assert.Equal(one.BatchVariance, run.BatchVariance);
        }
    }

    [Fact]
    public void A_variance_beyond_a_float_is_adopted_by_the_weight_it_is_given()
    {
        // Of ±1e20, the variance is 1e40: a tenth of it is still beyond a float, 1e-5 of it is not, and nothing of it moves nothing.
        var c = Case.Random(KernelCompiler.Plan(2, 8, [Normalizer.Batch]), 2, 1, [1], [1]);
        var huge = c with { X = [.. c.X.Select(static (_, i) => i % 2 == 0 ? 1e20f : -1e20f)] };
        Assert.True(KernelRun.Of(huge).RefusedBatch);
        var little = KernelRun.Of(huge with { Momentum = 1e-5f });
        Assert.False(little.RefusedBatch);
        Assert.All(little.RunningVariance, static v => Assert.Equal(1e35, v, 1e30));
        var none = KernelRun.Of(huge with { Momentum = 0 });
        Assert.False(none.RefusedBatch);
        Assert.Equal(c.RunningVariance, none.RunningVariance);
    }

    [Fact]
    public void Passes_that_measure_no_batch_have_none_to_refuse_or_tell()
    {
        var c = Case.Random(KernelCompiler.Plan(3, 20, [Normalizer.Instance, Normalizer.Batch]), 4, 2, [0.5, 0.5], [0.5, 0.5]);
        c.X[0] = float.NaN;
        using var workspace = new SsnWorkspace();
        foreach (var silent in new[] { c with { Evaluation = true }, c with { P = [1, 0], Q = [1, 0] } })
        {
            // After a batch that was refused: nothing of it is left.
            Assert.True(KernelRun.Of(c, workspace: workspace).RefusedBatch);
            var run = KernelRun.Of(silent, workspace: workspace);
            Assert.False(run.RefusedBatch);
            Assert.Empty(run.BatchMean);
            Assert.Empty(run.BatchVariance);
        }

        KernelRun.Of(c, workspace: workspace);
        workspace.Dispose();
        Assert.False(workspace.RefusedBatch);
        Assert.Equal(0, workspace.BatchMean.Length);
    }

    [Fact]
    public void An_empty_batch_is_neither_refused_nor_told()
    {
        var full = Case.Random(KernelCompiler.Plan(5, 49, All, 1, Activations.Relu), 2, 1, Mixed, Mixed);
        var empty = full with { Samples = 0, X = [], Upstream = [] };
        using var workspace = new SsnWorkspace();
        Assert.Equal(5, KernelRun.Of(full, workspace: workspace).BatchMean.Length);
        var run = KernelRun.Of(empty, workspace: workspace);
        Assert.False(run.RefusedBatch);
        Assert.Empty(run.BatchMean);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void They_move_while_only_one_of_the_ratios_is_one_hot_elsewhere(bool mean)
    {
        double[] selected = [1, 0, 0, 0], mixed = [0.5, 0.5, 0, 0];
        var plan = KernelCompiler.Plan(6, 20, All, 2);
        var c = Case.Random(plan, 4, 2, mean ? selected : mixed, mean ? mixed : selected);
        AssertMoved(c, KernelRun.Of(c));
    }

    private static void AssertMoved(Case c, KernelRun run)
    {
        var reference = new Reference(c);
        var batch = c.Plan.Omega.ToList().IndexOf(Normalizer.Batch);
        for (var i = 0; i < c.Plan.Channels; i++)
        {
            Assert.Equal(c.RunningMean[i] + (c.Momentum * (reference.Means[batch][i] - c.RunningMean[i])), run.RunningMean[i], 1e-5);
            Assert.Equal(c.RunningVariance[i] + (c.Momentum * (reference.Variances[batch][i] - c.RunningVariance[i])), run.RunningVariance[i], 1e-5);
            Assert.Equal(reference.Means[batch][i], run.BatchMean[i], 1e-5);
            Assert.Equal(reference.Variances[batch][i], run.BatchVariance[i], 1e-5);
        }
    }
}
