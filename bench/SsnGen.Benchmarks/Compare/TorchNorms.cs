using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.Benchmarks.Compare;

/// <summary>The peers of the norm suite: what users of TorchSharp have today.</summary>
internal sealed class TorchNorms : IDisposable
{
    private static readonly float[] Ratios = [0.3f, 0.3f, 0.4f];

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _ratios;
    private readonly Tensor _runningMean;
    private readonly Tensor _runningVariance;

    public TorchNorms(long samples, long channels, long height, long width)
    {
        Input = randn(new[] { samples, channels, height, width }, requires_grad: true);
        Upstream = randn(samples, channels, height, width);
        Destination = zeros(samples, channels, height, width);
        _weight = ones(new[] { channels }, requires_grad: true);
        _bias = zeros(new[] { channels }, requires_grad: true);
        _ratios = tensor(Ratios, requires_grad: true);
        _runningMean = zeros(channels);
        _runningVariance = ones(channels);
    }

    public Tensor Input { get; }

    public Tensor Upstream { get; }

    public Tensor Destination { get; }

    public void Copy()
    {
        using var noGradient = no_grad();
        Destination.copy_(Input);
    }

    public Tensor Ssn() => nn.functional.relu(Ssn(Input, _weight, _bias, _ratios, _ratios));

    /// <summary>SSN as its authors published it, in tensor operations.</summary>
    public static Tensor Ssn(Tensor x, Tensor weight, Tensor bias, Tensor meanRatios, Tensor varianceRatios)
    {
        var slabs = x.view(x.shape[0], x.shape[1], -1);
        var meanIn = slabs.mean([-1L], true);
        var varianceIn = slabs.var([-1L], true, true);
        var square = varianceIn + meanIn.pow(2);
        var meanLn = meanIn.mean([1L], true);
        var varianceLn = square.mean([1L], true) - meanLn.pow(2);
        var meanBn = meanIn.mean([0L], true);
        var varianceBn = square.mean([0L], true) - meanBn.pow(2);
        var mean = (meanRatios[0] * meanIn) + (meanRatios[1] * meanLn) + (meanRatios[2] * meanBn);
        var variance = (varianceRatios[0] * varianceIn) + (varianceRatios[1] * varianceLn) + (varianceRatios[2] * varianceBn);
        var normalized = ((slabs - mean) / (variance + 1e-5).sqrt()).view(x.shape);
        return (normalized * weight.view(1, -1, 1, 1)) + bias.view(1, -1, 1, 1);
    }

    public Tensor BatchNorm() =>
        nn.functional.relu(nn.functional.batch_norm(Input, _runningMean, _runningVariance, _weight, _bias, training: true));

    public Tensor GroupNorm() => nn.functional.relu(nn.functional.group_norm(Input, 1, _weight, _bias));

    /// <summary>libtorch's own normalization, with running moments where they are the batch's.</summary>
    public Tensor Evaluate(Normalizer normalizer) => normalizer switch
    {
        Normalizer.Instance => nn.functional.instance_norm(Input, weight: _weight, bias: _bias),
        Normalizer.Layer => nn.functional.group_norm(Input, 1, _weight, _bias),
        _ => nn.functional.batch_norm(Input, _runningMean, _runningVariance, _weight, _bias, training: false),
    };

    public static Action Forward(Func<Tensor> function) => () =>
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        function();
    };

    public Action ForwardBackward(Func<Tensor> function) => () =>
    {
        using var scope = NewDisposeScope();
        function().backward([Upstream]);
    };

    public void Dispose() => _scope.Dispose();
}
