using SsnGen.TorchSharp.Tests.Models;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

/// <summary>Running moments in training: what they refuse, freezing them, and computing them exactly.</summary>
public sealed class RunningMomentsTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e30f)]
    public void A_batch_that_is_not_finite_leaves_them_and_is_counted(float pixel)
    {
        using var scope = NewDisposeScope();
        using var module = new SmallNet.Module();
        var x = randn(4, 2, 8, 8);
        module.forward(x);
        var before = module.Norms.Select(static norm => (norm.RunningMean!.clone(), norm.RunningVar!.clone())).ToList();
        var bad = x.clone();
        bad[2, 1, 3, 3] = pixel;

        module.forward(bad);

        Assert.True(module.RefusedBatches >= 1);
        Assert.Equal(1, module.Norms[0].RefusedBatches);
        foreach (var (norm, (mean, variance)) in module.Norms.Zip(before).Where(static entry => entry.First.RefusedBatches > 0))
        {
            Assert.True(mean.equal(norm.RunningMean!).all().item<bool>());
            Assert.True(variance.equal(norm.RunningVar!).all().item<bool>());
        }

        Assert.All(module.state_dict(), static entry => Assert.True(entry.Value.isfinite().all().item<bool>(), entry.Key));
        module.forward(x + 1);
        Assert.False(before[0].Item1.equal(module.Norms[0].RunningMean!).all().item<bool>());
        Assert.Equal(1, module.Norms[0].RefusedBatches);
    }

    [Fact]
    public void Frozen_moments_stay_through_train_and_eval_until_they_are_unfrozen()
    {
        using var scope = NewDisposeScope();
        using var module = new SmallNet.Module();
        using var optimizer = SsnOptimizer.Sgd(module, 0.05);
        TrainingStep.Run(module, optimizer);
        var norm = module.Norms[0];
        var mean = norm.RunningMean!.clone();
        var gamma = norm.Weight.clone();
        var control = norm.MeanWeight!.clone();
        norm.FreezeMoments(affine: true);
        module.eval();
        module.train();

        TrainingStep.Run(module, optimizer);
        Assert.True(norm.MomentsAreFrozen);
        Assert.True(mean.equal(norm.RunningMean!).all().item<bool>());
        Assert.True(gamma.equal(norm.Weight).all().item<bool>());
        Assert.False(control.equal(norm.MeanWeight!).all().item<bool>());

        norm.UnfreezeMoments();
        TrainingStep.Run(module, optimizer);
        Assert.False(mean.equal(norm.RunningMean!).all().item<bool>());
        Assert.False(gamma.equal(norm.Weight).all().item<bool>());
    }

    [Fact]
    public void A_layer_with_frozen_moments_trains_with_them()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(TestKernels.Emitted[0]);
        norm.forward((2 * randn(4, 8, 8, 8)) + 1);
        norm.FreezeMoments();
        Assert.True(norm.Weight.requires_grad);
        var x = randn(2, 8, 8, 8);

        var trained = norm.forward(x);
        norm.eval();

        Assert.True(trained.equal(norm.forward(x)).all().item<bool>());
    }

    [Fact]
    public void The_momentum_is_the_weight_of_the_new_value()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(TestKernels.Emitted[0]);
        Assert.Equal(0.1f, norm.Momentum);
        norm.Momentum = 1;
        var x = randn(4, 8, 8, 8) + 3;

        norm.forward(x);

        Assert.True(x.mean([0, 2, 3]).allclose(norm.RunningMean!, rtol: 1e-5));
        Assert.Throws<ArgumentOutOfRangeException>(() => norm.Momentum = 1.1f);
        Assert.Throws<ArgumentOutOfRangeException>(() => norm.Momentum = float.NaN);
    }

    [Fact]
    public void Recomputed_moments_are_those_of_all_samples()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var module = new SmallNet.Module();
        var x = (2 * randn(7, 2, 8, 8)) + 1;
        module.eval();
        module.Norms[1].train();
        module.Norms[2].FreezeMoments();
        var frozen = module.Norms[2].RunningMean!.clone();
        var controls = module.Norms.Select(static norm => norm.MeanWeight!.clone()).ToList();

        module.RecomputeMoments([x[TensorIndex.Slice(0, 3)], x[TensorIndex.Slice(3, 4)], x[TensorIndex.Slice(4, 7)]]);

        // The stem reads the same values whatever the batches are; it is checked against libtorch.
        var stem = nn.functional.conv2d(x, module.state_dict()["Stem.conv.weight"], padding: [1, 1]);
        Assert.True(stem.mean([0, 2, 3]).allclose(module.Norms[0].RunningMean!, rtol: 1e-5, atol: 1e-6));
        Assert.True(stem.var([0, 2, 3], unbiased: false).allclose(module.Norms[0].RunningVar!, rtol: 1e-5));
        Assert.True(frozen.equal(module.Norms[2].RunningMean!).all().item<bool>());
        Assert.Equal((false, false, true), (module.training, module.Norms[0].training, module.Norms[1].training));
        Assert.All(module.Norms.Zip(controls), static entry => Assert.True(entry.First.MeanWeight!.equal(entry.Second).all().item<bool>()));
    }

    [Fact]
    public void Moments_of_bad_batches_are_refused_as_a_whole()
    {
        using var scope = NewDisposeScope();
        using var module = new SmallNet.Module();
        var x = randn(2, 2, 8, 8);
        var bad = x.clone();
        bad[0, 0, 0, 0] = float.NaN;
        var before = module.Norms[0].RunningMean!.clone();

        Assert.Contains("Stem", Assert.Throws<InvalidOperationException>(() => module.RecomputeMoments([x, bad])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => module.RecomputeMoments([]));
        Assert.Throws<ArgumentException>(() => module.RecomputeMoments([x, randn(2, 2, 8, 9)]));

        Assert.True(before.equal(module.Norms[0].RunningMean!).all().item<bool>());
        module.forward(x);
        Assert.False(before.equal(module.Norms[0].RunningMean!).all().item<bool>());
    }
}
