using CsCheck;
using SsnGen.Training;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp.Tests;

public sealed class SsnNormGradientTests
{
    private const double ForwardTolerance = 4e-6;
    private const double GradientTolerance = 2e-5;

    // Of one or two vectors, the batch normalizer's gradient is what cancellation leaves.
    private static readonly Gen<(int Kernel, int Samples, long Seed, bool Train, bool Shared)> Cases = Gen.Select(
        Gen.Int[0, TestKernels.Emitted.Count - 1], Gen.Int[3, 6], Gen.Long[0, 1000], Gen.Bool, Gen.Bool);

    [Fact]
    public void Softmax_of_everything_agrees_with_autograd() => Cases.Sample(
        c => Compare(c, Gate.Softmax, control => nn.functional.softmax(control, 0)), iter: 60, threads: 1);

    // With all ratios positive, sparsemax is the projection onto the plane of vectors of sum 1, and so is SparsestMax of radius 0.
    [Fact]
    public void SparsestMax_of_full_support_agrees_with_autograd() => Cases.Sample(
        c => Compare(c, Gate.SparsestMax, control => control - control.mean() + (1.0 / control.shape[0])), iter: 60, threads: 1);

    [Fact]
    public void Gradients_of_an_input_that_is_not_contiguous_arrive()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(TestKernels.Emitted[3]);
        var x = randn(3, 4, 4, 12, requires_grad: true);

        (norm.forward(x.permute(0, 3, 1, 2)) * randn(3, 12, 4, 4)).sum().backward();

        norm.ThrowIfBackwardFailed();
        Assert.Equal([3L, 4, 4, 12], x.grad!.shape);
        Assert.True(x.grad!.abs().sum().item<float>() > 0);
    }

    [Fact]
    public void An_upstream_gradient_of_stride_0_is_read_right()
    {
        using var scope = NewDisposeScope();
        var norm = TestKernels.Norm(TestKernels.Emitted[1]);
        var x = randn(2, 8, 8, 8, requires_grad: true);

        norm.forward(x).sum().backward();
        var broadcast = x.grad!.clone();
        x.grad = null;
        norm.forward(x).backward([ones(2, 8, 8, 8)]);

        Assert.True(broadcast.equal(x.grad!).all().item<bool>());
    }

    private static void Compare((int Kernel, int Samples, long Seed, bool Train, bool Shared) c, Gate gate, Func<Tensor, Tensor> ratios)
    {
        using var scope = NewDisposeScope();
        manual_seed(c.Seed);
        var kernel = TestKernels.Emitted[c.Kernel];
        using var norm = TestKernels.Norm(kernel, gate, c.Shared);
        norm.train(c.Train);
        Randomize(norm);
        var x = (randn(c.Samples, kernel.Channels, kernel.SlabSize) * 2) + 0.7;
        x.requires_grad = true;
        var residual = kernel.HasResidual ? randn(c.Samples, kernel.Channels, kernel.SlabSize, requires_grad: true) : null;
        var weights = randn(c.Samples, kernel.Channels, kernel.SlabSize);

        var running = c.Train || norm.RunningMean is null ? ((Tensor, Tensor)?)null : (norm.RunningMean.to(float64), norm.RunningVar!.to(float64));
        var (x64, residual64, gamma, beta, meanControl, varControl) =
            (Double(x)!, Double(residual), Double(norm.Weight)!, Double(norm.Bias)!, Double(norm.MeanWeight), Double(norm.VarWeight));
        var p = meanControl is null ? ones(1, float64) : ratios(meanControl);
        var q = meanControl is null ? p : varControl is null ? p : ratios(varControl);
        var expected = PublishedFormula.Run(kernel, x64, residual64, gamma, beta, p, q, running);
        (expected * weights.to(float64)).sum().backward();

        var y = residual is null ? norm.forward(x) : norm.forward(x, residual);
        (y * weights).sum().backward();
        norm.ThrowIfBackwardFailed();

        var scale = 1 + expected.abs().max().item<double>();
        Assert.InRange((y.to(float64) - expected).abs().max().item<double>(), 0, ForwardTolerance * scale);
        foreach (var (name, actual, wanted) in new[]
        {
            ("x", x, x64), ("residual", residual, residual64), ("weight", norm.Weight, gamma), ("bias", norm.Bias, beta),
        })
        {
            AssertGradient(name, actual, wanted, floor: 1e-3);
        }

        // A sum over all slabs of terms that may cancel: their size, not that of the sum, says how exact it can be.
        var terms = 0.1 * beta.grad!.norm().item<double>();
        AssertGradient("mean_weight", norm.MeanWeight, meanControl, terms);
        AssertGradient("var_weight", norm.VarWeight, varControl, terms);
    }

    private static void AssertGradient(string name, Tensor? actual, Tensor? expected, double floor)
    {
        if (actual is null || expected is null)
        {
            Assert.Equal(expected is null, actual is null);
            return;
        }

        var wanted = expected.grad!;
        var error = (actual.grad!.to(float64) - wanted).norm().item<double>();
        var bound = GradientTolerance * (wanted.norm().item<double>() + floor);
        Assert.True(error <= bound, $"the gradient of {name} is off by {error}, and at most {bound} is allowed");
    }

    private static void Randomize(SsnNorm norm)
    {
        using var noGradient = no_grad();
        norm.Weight.copy_(1 + (0.3 * randn_like(norm.Weight)));
        norm.Bias.copy_(0.3 * randn_like(norm.Bias));
        norm.MeanWeight?.copy_(0.1 * rand_like(norm.MeanWeight));
        norm.VarWeight?.copy_(0.1 * rand_like(norm.VarWeight));
        norm.RunningMean?.copy_(0.3 * randn_like(norm.RunningMean));
        norm.RunningVar?.copy_(0.5 + rand_like(norm.RunningVar));
    }

    private static Tensor? Double(Tensor? tensor) => tensor?.detach().to(float64).requires_grad_();
}
