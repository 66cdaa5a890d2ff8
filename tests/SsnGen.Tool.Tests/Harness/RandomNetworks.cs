using SsnGen.Networks;

namespace SsnGen.Tool.Tests.Harness;

/// <summary>Random networks that definitions can declare: every producer, normalizer and activation, joins, sums, products, several inputs and outputs.</summary>
internal sealed class RandomNetworks(int seed)
{
    private static readonly int[] _channels = [1, 2, 3, 4, 6, 8, 12, 16, 17];

    private static readonly Normalizer[] _normalizers = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];

    private readonly Random _random = new(seed);
    private readonly List<NetworkValue> _values = [];
    private readonly List<Layer> _layers = [];

    /// <summary>Makes one.</summary>
    public NetworkGraph Next()
    {
        _values.Clear();
        _layers.Clear();
        var rank = Pick(1, 2, 2, 2, 2, 3);
        NetworkInput[] inputs = [.. Enumerable.Range(0, Pick(1, 1, 1, 2)).Select(i => new NetworkInput(i == 0 ? "input" : $"Input{i}", NextInput(rank)))];
        _values.AddRange(inputs);
        var count = Chance(0.1) ? _random.Next(10, 30) : _random.Next(2, 8);
        while (_layers.Count < count)
        {
            if (NextLayer() is { } layer)
            {
                _layers.Add(layer);
                _values.Add(layer);
            }
        }

        Layer[] outputs = [.. _layers.Where((l, i) => i == count - 1 || !_layers.Any(m => m.Sources.Contains(l) || m.Tail.Any(s => s is TailStep.Add a && a.Value == l || s is TailStep.Multiply p && p.Value == l)) || Chance(0.1))];
        NetworkInput[] read = [.. inputs.Where(i => _layers.Any(l => l.Sources.Contains(i) || l.Tail.Any(s => s is TailStep.Add a && a.Value == i || s is TailStep.Multiply p && p.Value == i)))];
        return new NetworkGraph(read, _layers, [.. outputs.Select(o => new NetworkOutput(outputs.Length == 1 ? "output" : o.Path, o))]);
    }

    private Shape NextInput(int rank) => rank switch
    {
        1 => new Shape(Pick(_channels), _random.Next(2, 20)),
        2 => new Shape(Pick(_channels), _random.Next(2, 10), _random.Next(2, 12)),
        _ => new Shape(Pick(_channels), _random.Next(2, 5), _random.Next(2, 7), _random.Next(2, 7)),
    };

    private T Pick<T>(params IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private Layer? NextLayer()
    {
        var source = Chance(0.7) ? _values[^1] : Pick(_values);
        var like = _values.Where(v => v.Shape.Joins(source.Shape)).ToArray();
        NetworkValue[] sources = Chance(0.8) ? [source] : [source, Pick(like)];
        var input = source.Shape with { Channels = sources.Sum(static s => s.Shape.Channels) };
        var producer = NextProducer(input);
        var misfits = new List<Misfit>();
        var output = producer.Infer(input, misfits);
        if (misfits.Count > 0 || output.Length > 20_000)
        {
            return null;
        }

        TailStep[] tail = [.. NextSteps(output), .. Chance(0.6) ? [new TailStep.Activate(Pick(_activations))] : (TailStep[])[]];
        var normalization = Chance(0.5) ? NextNormalization(output) : null;
        return producer is Producer.Identity && sources.Length == 1 && tail.Length == 0 && normalization is null ? null : new Layer
        {
            Path = $"Layer{_layers.Count}",
            Sources = sources,
            Output = output,
            Producer = producer,
            Normalization = normalization,
            Tail = tail,
        };
    }

    private static readonly Activation[] _activations =
    [
        new Activation.Relu(), new Activation.Relu6(), new Activation.LeakyRelu(0.2f), new Activation.LeakyRelu(), new Activation.Clip(-0.5f, 2), new Activation.Sigmoid(), new Activation.Silu(),
        new Activation.Tanh(), new Activation.Softplus(), new Activation.Mish(), new Activation.Gelu(), new Activation.GeluTanh(), new Activation.Elu(0.7f), new Activation.HardSigmoid(), new Activation.HardSwish(),
    ];

    private IEnumerable<TailStep> NextSteps(Shape output)
    {
        var added = _values.Where(v => v.Shape.IsLike(output)).ToArray();
        if (added.Length > 0 && Chance(0.5))
        {
            yield return new TailStep.Add(Pick(added));
        }

        var factors = _values.Where(v => v.Shape.Multiplies(output)).ToArray();
        if (factors.Length > 0 && Chance(0.3))
        {
            yield return new TailStep.Multiply(Pick(factors));
        }
    }

    private Normalization? NextNormalization(Shape output)
    {
        var normalizer = Pick(Normalizer.Batch, Normalizer.Batch, Normalizer.Instance, Normalizer.Layer, Normalizer.Group);
        int[] divisors = [.. Enumerable.Range(1, output.Channels).Where(d => output.Channels % d == 0 && output.Length / d > 1)];
        if (output.SlabSize > 2 && Chance(0.3))
        {
            var selection = new Selection(Pick(_normalizers), Pick(_normalizers));
            return new Normalization { Normalizers = [.. _normalizers], Groups = divisors.Length > 0 ? Pick(divisors) : 1, Epsilon = Pick(1e-5f, 1e-3f), Selection = selection, Bessel = Chance(0.3) && selection != new Selection(Normalizer.Batch, Normalizer.Batch) };
        }

        return (normalizer != Normalizer.Batch && output.SlabSize < 3) || (normalizer == Normalizer.Group && divisors.Length == 0)
            ? null
            : new Normalization
            {
                Normalizers = [normalizer],
                Groups = normalizer == Normalizer.Group ? Pick(divisors) : 1,
                Epsilon = Pick(1e-5f, 1e-3f),
                IsRunningVarianceUnbiased = normalizer == Normalizer.Batch,
            };
    }

    private Producer NextProducer(Shape input)
    {
        int[] divisors = [.. Enumerable.Range(1, input.Channels).Where(d => input.Channels % d == 0)];
        return _random.Next(16) switch
        {
            0 => new Producer.Identity(),
            1 => new Producer.Linear(Pick(_channels), Chance(0.5)),
            2 => new Producer.MaxPool(NextPool(input)),
            3 => new Producer.AveragePool(NextPool(input), Chance(0.5)),
            4 => new Producer.GlobalAveragePool(),
            5 when input.Rank == 2 => new Producer.AdaptiveAveragePool(_random.Next(1, 6), _random.Next(1, 6)),
            6 when input.Rank == 2 => Chance(0.5) ? new Producer.ResizeNearest(2 * input.Height, 2 * input.Width) : new Producer.ResizeBilinear(2 * input.Height, 2 * input.Width, Chance(0.5)),
            7 when input.Rank == 2 => NextLike(),

            // What leaves all as it is would be no layer of an imported network.
            8 when divisors.Length > 2 => new Producer.ChannelShuffle(Pick(divisors[1..^1])),
            9 when divisors.Length > 1 => Pick(divisors[1..]) is var parts ? new Producer.Chunk(_random.Next(parts), parts) : null!,
            10 => new Producer.PRelu(Chance(0.5)),
            11 => new Producer.Softmax(),
            12 when input.Rank == 2 => new Producer.DepthToSpace(2, Chance(0.5)),
            13 when input.Rank == 2 => new Producer.ConvTranspose(Pick(_channels), new Window(Pick(1, 2, 3, 4), Pick(1, 2, 3), Pick(0, 1)), 0, Chance(0.5)),
            _ => NextConvolution(input, divisors),
        };
    }

    private Producer NextLike()
    {
        var shape = Pick([.. _values.Where(static v => v.Shape.Rank == 2)]).Shape;
        return Chance(0.5) ? new Producer.ResizeNearest(shape.Height, shape.Width) : new Producer.ResizeBilinear(shape.Height, shape.Width, Chance(0.5));
    }

    private Window NextPool(Shape input)
    {
        WindowAxis[] axes = [.. input.Sides.Select(side =>
        {
            var kernel = _random.Next(1, Math.Min(side, 3) + 1);
            var padding = _random.Next(0, (kernel / 2) + 1);
            return new WindowAxis(kernel, _random.Next(1, 4), padding, Chance(0.6) ? padding : _random.Next(0, kernel));
        })];
        return Window.Of(Chance(0.5) && input.Sides.All(side => axes[0].Kernel <= side) ? [.. axes.Select(_ => axes[0])] : axes, Chance(0.3));
    }

    private Producer.Conv NextConvolution(Shape input, int[] divisors)
    {
        var first = NextAxis();
        var groups = Chance(0.6) ? 1 : Pick(divisors);
        return new Producer.Conv(groups == 1 ? Pick(_channels) : groups * Pick(1, 1, 2), Window.Of([.. input.Sides.Select(_ => Chance(0.7) ? first : NextAxis())]), groups, Chance(0.5));
    }

    private WindowAxis NextAxis()
    {
        var (kernel, dilation) = (Pick(1, 1, 2, 3, 3, 5), Pick(1, 1, 2));
        var padding = Pick(dilation * (kernel - 1) / 2, dilation * (kernel - 1) / 2, 0, 2);
        return new WindowAxis(kernel, Pick(1, 1, 1, 2, 3), padding, Chance(0.8) ? padding : _random.Next(0, 4), dilation);
    }
}
