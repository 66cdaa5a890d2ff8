using SsnGen.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

public sealed class SsnNormTests
{
    private static SsnKernel Kernel => TestKernels.Emitted[0];

    [Fact]
    public void Training_moves_the_running_moments_and_evaluation_uses_them()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var norm = TestKernels.Norm(Kernel);
        norm.Fix(new Selection(Normalizer.Batch, Normalizer.Batch));
        var x = randn(4, 8, 8, 8) + 3;

        norm.forward(x);
        Assert.Equal(0.1 * x.mean([0, 2, 3]).sum().item<float>(), norm.RunningMean!.sum().item<float>(), 1e-4);

        norm.eval();
        var before = norm.RunningMean!.clone();
        var y = norm.forward(x);
        var expected = nn.functional.relu(nn.functional.batch_norm(x, norm.RunningMean!, norm.RunningVar!, norm.Weight, norm.Bias));
        Assert.True(y.allclose(expected, rtol: 1e-5, atol: 1e-5));
        Assert.True(before.equal(norm.RunningMean!).all().item<bool>());
    }

    [Fact]
    public void Without_gradients_the_result_is_the_same()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(Kernel);
        var x = randn(3, 8, 8, 8);

        var y = norm.forward(x);
        using var noGradient = no_grad();

        Assert.True(y.requires_grad);
        Assert.True(norm.forward(x).equal(y).all().item<bool>());
    }

    [Fact]
    public void A_ratio_that_is_one_hot_is_frozen_against_momentum_and_weight_decay()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var norm = TestKernels.Norm(Kernel);
        using var optimizer = optim.SGD(norm.parameters(), 0.1, momentum: 0.9, weight_decay: 0.1);
        var x = randn(4, 8, 8, 8);
        void Step()
        {
            optimizer.zero_grad();
            (norm.forward(x) * randn_like(x)).sum().backward();
            optimizer.step();
        }

        Step();
        Step();
        Assert.Null(norm.Selection);
        norm.Radius = 1;
        Step();
        var selection = norm.Selection;
        Assert.NotNull(selection);
        var mean = norm.MeanWeight!.clone();
        var variance = norm.VarWeight!.clone();
        var weight = norm.Weight.clone();
        norm.Radius = 0;
        Step();
        Step();

        Assert.Equal([1, 0], [mean.max().item<float>(), mean.min().item<float>()]);
        Assert.Equal(selection, norm.Selection);
        Assert.Null(norm.MeanWeight!.grad);
        Assert.Null(norm.VarWeight!.grad);
        Assert.True(mean.equal(norm.MeanWeight!).all().item<bool>());
        Assert.True(variance.equal(norm.VarWeight!).all().item<bool>());
        Assert.False(weight.equal(norm.Weight).all().item<bool>());
    }

    [Fact]
    public void Evaluation_freezes_nothing()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(Kernel);
        norm.Radius = 1;
        norm.eval();

        norm.forward(randn(2, 8, 8, 8));

        Assert.Equal([1, 0, 0], norm.MeanRatios.ToArray());
        Assert.Null(norm.Selection);
    }

    [Fact]
    public void A_control_parameter_that_is_not_finite_is_an_error_that_names_the_layer()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(Kernel);
        using (no_grad())
        {
            norm.VarWeight!.fill_(float.NaN);
        }

        var failure = Assert.Throws<ControlParameterException>(() => norm.forward(randn(2, 8, 8, 8)));

        Assert.Contains("Some.Layer", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_in_the_backward_pass_is_thrown_after_it()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(new TestKernels.Failing());
        var before = randn(1, requires_grad: true);

        (norm.forward(randn(3, 1, 2) * before) * 2).sum().backward();

        Assert.True(float.IsNaN(before.grad!.item<float>()));
        Assert.Equal("the backward pass fails", Assert.Throws<InvalidDataException>(norm.ThrowIfBackwardFailed).Message);
        norm.ThrowIfBackwardFailed();
    }

    [Fact]
    public void The_next_forward_pass_reports_a_failed_backward_pass()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(new TestKernels.Failing());

        norm.forward(randn(3, 1, 2)).sum().backward();

        Assert.Throws<InvalidDataException>(() => norm.forward(randn(3, 1, 2)));
        norm.forward(randn(3, 1, 2));
    }

    [Fact]
    public void A_graph_may_be_run_backwards_twice_but_not_after_another_forward_pass()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(Kernel);
        var x = randn(2, 8, 8, 8, requires_grad: true);
        var loss = norm.forward(x).square().sum();

        loss.backward(retain_graph: true);
        var once = x.grad!.clone();
        loss.backward(retain_graph: true);
        Assert.True((2 * once).equal(x.grad!).all().item<bool>());

        norm.forward(x);
        loss.backward();
        Assert.Contains("Some.Layer", Assert.Throws<InvalidOperationException>(norm.ThrowIfBackwardFailed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_radius_that_changes_before_the_backward_pass_is_refused()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(Kernel);
        var loss = norm.forward(randn(2, 8, 8, 8)).sum();
        norm.Radius = 0.3;
        norm.forward(randn(2, 8, 8, 8));

        loss.backward();

        Assert.Throws<InvalidOperationException>(norm.ThrowIfBackwardFailed);
    }

    [Fact]
    public void Steps_leave_no_tensors_behind()
    {
        var norm = TestKernels.Norm(TestKernels.Emitted[2]);
        using var x = randn(2, 8, 8, 8, requires_grad: true);
        void Step()
        {
            using var scope = NewDisposeScope();
            norm.forward(norm.forward(x, x), x).sum().backward();
            norm.zero_grad();
        }

        Step();
        var count = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 10; i++)
        {
            Step();
        }

        Assert.Equal(count, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Tensors_that_do_not_fit_are_refused()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(Kernel);
        var adding = TestKernels.Norm(TestKernels.Emitted[2]);

        Assert.Throws<ArgumentException>(() => norm.forward(randn(2, 8, 8, 7)));
        Assert.Throws<ArgumentException>(() => norm.forward(randn(2, 7, 8, 8)));
        Assert.Throws<ArgumentException>(() => norm.forward(randn(2, 8, 8, 8, dtype: float64)));
        Assert.Throws<ArgumentException>(() => adding.forward(randn(2, 8, 8, 8), randn(2, 8, 64)));
        Assert.Throws<InvalidOperationException>(() => norm.forward(randn(2, 8, 8, 8), randn(2, 8, 8, 8)));
        Assert.Throws<InvalidOperationException>(() => adding.forward(randn(2, 8, 8, 8)));
        Assert.Throws<NotSupportedException>(() => norm.to(float64));
    }

    [Fact]
    public void An_empty_batch_gives_an_empty_result()
    {
        using var scope = NewDisposeScope();

        Assert.Equal([0L, 8, 8, 8], TestKernels.Norm(Kernel).forward(randn(0, 8, 8, 8)).shape);
    }
}
