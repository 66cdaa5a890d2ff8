namespace SsnGen.Tool.Tests.Torch;

/// <summary>How a published ResNet normalizes.</summary>
internal enum TorchNorm
{
    /// <summary>torchvision, timm: batch normalization, <c>bn1</c>.</summary>
    Batch,

    /// <summary>Switchable-Normalization: a softmax over instance, layer and batch, <c>sn1</c>.</summary>
    Switchable,

    /// <summary>Sparse_SwitchNorm: SparsestMax, with flags and a radius, <c>sn1</c>.</summary>
    Sparse,
}

/// <summary>A ResNet as published, small, with random weights: its state_dict and what it computes in double precision.</summary>
internal sealed class TorchResNet(TorchNorm norm, int seed)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<string, (float[] Values, int[] Shape)> _floats = [];
    private readonly Dictionary<string, long[]> _longs = [];

    /// <summary>The radius that is stored with each normalization.</summary>
    public float Radius { get; init; } = 0.3f;

    /// <summary>Control parameters of a normalization by its name; null for random ones.</summary>
    public Func<string, float[]?> Control { get; init; } = static _ => null;

    /// <summary>Whether a normalization is said to be fixed.</summary>
    public Func<string, bool> IsFixed { get; init; } = static _ => false;

    /// <summary>Whether the stem is pooled in ceil mode without padding.</summary>
    public bool CeilPool { get; init; }

    /// <summary>The state_dict, in PyTorch's order.</summary>
    public Dictionary<string, object> StateDict
    {
        get
        {
            var state = new Dictionary<string, object>();
            foreach (var (name, (values, shape)) in _floats)
            {
                state.Add(name, TorchValue.Floats(values, shape));
            }

            foreach (var (name, values) in _longs)
            {
                state.Add(name, TorchValue.Longs(values, norm == TorchNorm.Batch ? [] : [1]));
            }

            return state;
        }
    }

    /// <summary>The first version: conv1, bn1, maxpool, blocks, fc.</summary>
    public double[] Run(Batch x, int stem, (int Blocks, int Channels, int Stride)[] stages, bool bottleneck)
    {
        x = Stem(x, stem);
        for (var stage = 0; stage < stages.Length; stage++)
        {
            for (var block = 0; block < stages[stage].Blocks; block++)
            {
                x = Block(x, $"layer{stage + 1}.{block}", stages[stage].Channels, block == 0 ? stages[stage].Stride : 1, bottleneck);
            }
        }

        return Classify(x);
    }

    /// <summary>The second version: blocks normalize first, of which the first has a shortcut of one bare convolution; sn_out at the end.</summary>
    public double[] RunPre(Batch x, int stem, int channels)
    {
        x = Stem(x, stem);
        for (var block = 0; block < 2; block++)
        {
            var name = $"layer1.{block}";
            var before = Relu(Norm(x, name + ".sn1"));
            var y = Conv(before, name + ".conv1", channels, 3, 1, 1);
            y = Conv(Relu(Norm(y, name + ".sn2")), name + ".conv2", channels, 3, 1, 1);
            x = y.Plus(block == 0 ? Conv(before, name + ".downsample", channels, 1, 1, 0) : x);
        }

        return Classify(Relu(Norm(x, "sn_out")));
    }

    /// <summary>A convolution and its normalization alone.</summary>
    public double[] RunLayer(Batch x, int channels) => Relu(Norm(Conv(x, "conv1", channels, 3, 1, 1), "sn1")).Values;

    private Batch Stem(Batch x, int channels) =>
        TorchMath.MaxPool(Relu(Norm(Conv(x, "conv1", channels, 7, 2, 3), NormName("1"))), CeilPool ? 0 : 1, CeilPool);

    private Batch Block(Batch x, string name, int channels, int stride, bool bottleneck)
    {
        Batch y;
        if (bottleneck)
        {
            y = Relu(Norm(Conv(x, name + ".conv1", channels / 4, 1, 1, 0), $"{name}.{NormName("1")}"));
            y = Relu(Norm(Conv(y, name + ".conv2", channels / 4, 3, stride, 1), $"{name}.{NormName("2")}"));
            y = Norm(Conv(y, name + ".conv3", channels, 1, 1, 0), $"{name}.{NormName("3")}");
        }
        else
        {
            y = Relu(Norm(Conv(x, name + ".conv1", channels, 3, stride, 1), $"{name}.{NormName("1")}"));
            y = Norm(Conv(y, name + ".conv2", channels, 3, 1, 1), $"{name}.{NormName("2")}");
        }

        var isSame = stride == 1 && x.Channels == channels;
        return Relu(y.Plus(isSame ? x : Norm(Conv(x, name + ".downsample.0", channels, 1, stride, 0), name + ".downsample.1")));
    }

    private double[] Classify(Batch x)
    {
        x = TorchMath.Average(x);
        var weight = Floats("fc.weight", 0.5, 0, 10, x.Channels);
        var bias = Floats("fc.bias", 0.5, 0, 10);
        return [.. TorchMath.Conv(x, weight, 10, 1, 1, 0).Values.Select((v, i) => v + bias[i % 10])];
    }

    private string NormName(string number) => (norm == TorchNorm.Batch ? "bn" : "sn") + number;

    private static Batch Relu(Batch x) => x.Map(static v => Math.Max(0, v));

    private Batch Conv(Batch x, string name, int channels, int kernel, int stride, int padding) =>
        TorchMath.Conv(x, Floats(name + ".weight", Math.Sqrt(2.0 / (x.Channels * kernel * kernel)), 0, channels, x.Channels, kernel, kernel), channels, kernel, stride, padding);

    private Batch Norm(Batch x, string name)
    {
        var isBatch = norm == TorchNorm.Batch;
        var gamma = Floats(name + ".weight", 0.2, 1, isBatch ? [x.Channels] : [1, x.Channels, 1, 1]);
        var beta = Floats(name + ".bias", 0.2, 0, isBatch ? [x.Channels] : [1, x.Channels, 1, 1]);
        var runningMean = Floats(name + ".running_mean", 0.3, 0, isBatch ? [x.Channels] : [1, x.Channels, 1]);
        var runningVariance = Floats(name + ".running_var", 0.1, 1, isBatch ? [x.Channels] : [1, x.Channels, 1]);
        if (isBatch)
        {
            _longs[name + ".num_batches_tracked"] = [7];
            double[] Each(float[] values) => [.. Enumerable.Range(0, x.Samples * x.Channels).Select(slab => (double)values[slab % x.Channels])];
            return TorchMath.Normalize(x, Each(runningMean), Each(runningVariance), gamma, beta);
        }

        var mean = Choice(name, "mean");
        var variance = Choice(name, "var");
        if (norm == TorchNorm.Sparse)
        {
            _floats[name + ".radius"] = ([Radius], [1]);
        }

        return TorchMath.Switchable(x, mean, variance, runningMean, runningVariance, gamma, beta);
    }

    private double[] Choice(string name, string part)
    {
        var control = Control($"{name}.{part}") ?? Floats($"{name}.{part}_weight", 0.1, 1, 3);
        _floats[$"{name}.{part}_weight"] = (control, [3]);
        if (norm == TorchNorm.Switchable)
        {
            return TorchMath.Softmax(control);
        }

        var isFixed = IsFixed($"{name}.{part}");
        _longs[$"{name}.{part}_fixed"] = [isFixed ? 1 : 0];
        var z = Array.ConvertAll(control, static v => (double)v);
        return isFixed ? z : TorchMath.SparsestMax(z, Radius);
    }

    private float[] Floats(string name, double deviation, double mean, params int[] shape)
    {
        if (!_floats.TryGetValue(name, out var found))
        {
            // Running variances stay positive.
            float[] values = [.. Enumerable.Range(0, shape.Aggregate(1, static (a, b) => a * b)).Select(_ => (float)(mean + (deviation * Math.Clamp(_random.NextDouble() + _random.NextDouble() + _random.NextDouble() - 1.5, -1.5, 1.5) * 2)))];
            found = (values, shape);
            _floats.Add(name, found);
        }

        return found.Values;
    }
}
