using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SsnGen.Benchmarks.Compare;

/// <summary>How a <see cref="PeerNetwork"/> normalizes.</summary>
internal enum PeerNorm
{
    /// <summary>What the network's selection says, in libtorch's own operations, in evaluation mode; batch folded into the convolution.</summary>
    Selected,

    /// <summary>group_norm with one group.</summary>
    GroupNorm,

    /// <summary>batch_norm in training mode.</summary>
    BatchNorm,

    /// <summary>SSN as its authors published it, in tensor operations.</summary>
    SsnOperations,
}

/// <summary>The same network as a user would write it with TorchSharp's own operations.</summary>
internal sealed class PeerNetwork : nn.Module<Tensor, Tensor>
{
    private readonly NetworkGraph _graph;
    private readonly PeerNorm _norm;
    private readonly Dictionary<string, Parameter> _parameterByName = [];
    private readonly Dictionary<string, Tensor> _bufferByName = [];

    public PeerNetwork(NetworkGraph graph, PeerNorm norm)
        : base(nameof(PeerNetwork))
    {
        _graph = graph;
        _norm = norm;
        foreach (var layer in graph.Layers)
        {
            Declare(layer);
        }
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var values = new Dictionary<NetworkValue, Tensor> { [_graph.Inputs[0]] = input };
        foreach (var layer in _graph.Layers)
        {
            var x = Produce(layer, values[layer.Sources[0]]);
            if (layer.Normalization is not null && !IsFolded(layer))
            {
                x = Normalize(layer, x);
            }

            foreach (var step in layer.Tail)
            {
                x = step switch
                {
                    TailStep.Add add => x.add_(values[add.Value]),
                    TailStep.Activate { Activation: Activation.Relu } => x.relu_(),
                    _ => throw new NotSupportedException($"{layer.Path}: {step}"),
                };
            }

            values[layer] = x;
        }

        return values[_graph.Outputs[0].Layer].MoveToOuterDisposeScope();
    }

    private void Declare(Layer layer)
    {
        long channels = layer.Output.Channels;
        switch (layer.Producer)
        {
            case Producer.Conv conv:
                Add(layer, "weight", nn.init.kaiming_normal_(empty(channels, layer.Input.Channels / conv.Groups, conv.Window.Rows.Kernel, conv.Window.Columns.Kernel)));
                if (conv.Bias)
                {
                    Add(layer, "conv_bias", zeros(channels));
                }

                break;
            case Producer.Linear:
                Add(layer, "weight", nn.init.kaiming_normal_(empty(channels, layer.Input.Length)));
                Add(layer, "conv_bias", zeros(channels));
                break;
        }

        if (layer.Normalization is null)
        {
            return;
        }

        Add(layer, "gamma", ones(channels));
        Add(layer, "beta", zeros(channels));
        if (_norm == PeerNorm.SsnOperations)
        {
            Add(layer, "mean_weight", ones(3));
            Add(layer, "var_weight", ones(3));
        }

        _bufferByName[layer.Path + "mean"] = zeros(channels);
        _bufferByName[layer.Path + "variance"] = ones(channels);
    }

    private void Add(Layer layer, string name, Tensor value)
    {
        var parameter = new Parameter(value);
        _parameterByName[layer.Path + name] = parameter;
        register_parameter(layer.Path.Replace('.', '_') + "_" + name, parameter);
    }

    // The convolution's bias is then what is left of the normalization.
    private bool IsFolded(Layer layer) =>
        _norm == PeerNorm.Selected
        && layer.Producer is Producer.Conv
        && layer.Normalization?.Selection is (Normalizer.Batch, Normalizer.Batch);

    private Parameter P(Layer layer, string name) => _parameterByName[layer.Path + name];

    private static long[] Both(Window window, Func<WindowAxis, long> value) => [value(window.Rows), value(window.Columns)];

    private Tensor Produce(Layer layer, Tensor x) => layer.Producer switch
    {
        Producer.Conv c => nn.functional.conv2d(x, P(layer, "weight"), IsFolded(layer) ? P(layer, "beta") : c.Bias ? P(layer, "conv_bias") : null, Both(c.Window, static a => a.Stride), Both(c.Window, static a => a.Before), Both(c.Window, static a => a.Dilation), c.Groups),
        Producer.Linear => nn.functional.linear(x.flatten(1), P(layer, "weight"), P(layer, "conv_bias")),
        Producer.MaxPool p => nn.functional.max_pool2d(x, Both(p.Window, static a => a.Kernel), Both(p.Window, static a => a.Stride), Both(p.Window, static a => a.Before)),
        Producer.AveragePool p => nn.functional.avg_pool2d(x, Both(p.Window, static a => a.Kernel), Both(p.Window, static a => a.Stride), Both(p.Window, static a => a.Before)),
        Producer.GlobalAveragePool => x.mean([2L, 3L], keepdim: true),

        // The tail is computed in place, and must not change what the layer only passes on.
        Producer.Identity => x.clone(),
        _ => throw new NotSupportedException($"{layer.Path}: {layer.Producer}"),
    };

    private Tensor Normalize(Layer layer, Tensor x)
    {
        var (gamma, beta) = (P(layer, "gamma"), P(layer, "beta"));
        var (mean, variance) = (_bufferByName[layer.Path + "mean"], _bufferByName[layer.Path + "variance"]);
        switch (_norm)
        {
            case PeerNorm.GroupNorm:
                return nn.functional.group_norm(x, 1, gamma, beta);
            case PeerNorm.BatchNorm:
                return nn.functional.batch_norm(x, mean, variance, gamma, beta, training: true);
            case PeerNorm.SsnOperations:
                return TorchNorms.Ssn(x, gamma, beta, nn.functional.softmax(P(layer, "mean_weight"), 0), nn.functional.softmax(P(layer, "var_weight"), 0));
        }

        return layer.Normalization!.Selection switch
        {
            (Normalizer.Batch, Normalizer.Batch) => nn.functional.batch_norm(x, mean, variance, gamma, beta, training: false),
            (Normalizer.Instance, Normalizer.Instance) => nn.functional.instance_norm(x, weight: gamma, bias: beta),
            (Normalizer.Layer, Normalizer.Layer) => nn.functional.group_norm(x, 1, gamma, beta),
            { } pair => ((x - Moment(pair.Mean, x, mean, static (t, d) => t.mean(d, true))) / (Moment(pair.Variance, x, variance, static (t, d) => t.var(d, unbiased: false, keepdim: true)) + 1e-5).sqrt() * gamma.view(1, -1, 1, 1)) + beta.view(1, -1, 1, 1),
            null => throw new NotSupportedException($"{layer.Path} has no selection."),
        };
    }

    private static Tensor Moment(Normalizer normalizer, Tensor x, Tensor running, Func<Tensor, long[], Tensor> moment) => normalizer switch
    {
        Normalizer.Batch => running.view(1, -1, 1, 1),
        Normalizer.Instance => moment(x, [2L, 3L]),
        _ => moment(x, [1L, 2L, 3L]),
    };
}
