using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Tests.Harness;

/// <summary>Random networks of pictures, clips and sequences: every producer, odd sizes, groups, dilations, residuals, products, every pair of normalizers, mixtures, several inputs and outputs.</summary>
internal sealed class RandomPlans(int seed)
{
    private static readonly int[] _channels = [1, 2, 3, 4, 6, 8, 15, 16, 17, 20, 32, 33, 48, 64];

    private readonly Random _random = new(seed);
    private readonly List<LayerPlan> _layers = [];
    private Shape[] _inputs = [];

    /// <summary>Makes one model.</summary>
    /// <param name="name">The name of its class.</param>
    public ModelPlan Next(string name)
    {
        _layers.Clear();
        var rank = Pick(1, 2, 2, 2, 3, 3);
        _inputs = [.. Enumerable.Range(0, Pick(1, 1, 1, 2, 3)).Select(_ => NextInput(rank))];
        var count = _random.Next(1, 7);
        for (var i = 0; i < count; i++)
        {
            _layers.Add(NextLayer(i));
        }

        int[] outputs = [.. Enumerable.Range(0, count).Where(i => i == count - 1 || Chance(0.1)).Select(i => _inputs.Length + i)];
        return TestPlans.Model(name, _inputs, [.. _layers], outputs);
    }

    private Shape NextInput(int rank) => rank switch
    {
        1 => new Shape(Pick(_channels), _random.Next(1, 60)),
        2 => new Shape(Pick(_channels), _random.Next(1, 15), _random.Next(1, 35)),
        _ => new Shape(Pick(_channels), _random.Next(1, 6), _random.Next(3, 9), _random.Next(3, 13)),
    };

    private Shape Shape(int value) => value < _inputs.Length ? _inputs[value] : _layers[value - _inputs.Length].Output;

    private T Pick<T>(params T[] values) => values[_random.Next(values.Length)];

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private LayerPlan NextLayer(int index)
    {
        var values = _inputs.Length + index;
        var scaled = Enumerable.Range(0, values).Where(v => Shape(v).SlabSize > 1 && Enumerable.Range(0, values).Any(f => Shape(f) != Shape(v) && Shape(f).Multiplies(Shape(v)))).ToArray();
        var scales = scaled.Length > 0 && Chance(0.5);
        var source = scales ? Pick(scaled) : Chance(0.75) ? values - 1 : _random.Next(0, values);
        int[] sources = scales ? [source] : NextSources(source, values);
        var input = Shape(sources[0]) with { Channels = sources.Sum(v => Shape(v).Channels) };
        var (producer, output) = scales ? (new Producer.Identity(), input) : NextProducer(input);
        return new LayerPlan(
            index,
            Declared: index,
            Value: values,
            $"Layer{index}",
            $"Layer{index}",
            new EquatableArray<int>(sources),
            input,
            output,
            producer,
            Chance(0.75) ? NextNormalization(output) : null,
            TestPlans.Tail(NextSteps(values, output), NextActivation()),
            Dropout: 0);
    }

    // One, or what it joins with others of its size, itself too.
    private int[] NextSources(int source, int values)
    {
        var like = Enumerable.Range(0, values).Where(v => Shape(v).Joins(Shape(source))).ToArray();
        return Chance(0.7) ? [source] : [.. Enumerable.Range(0, Pick(2, 2, 3)).Select(i => i == 0 ? source : Pick(like)).OrderBy(_ => _random.Next())];
    }

    private TailStep[] NextSteps(int values, Shape output)
    {
        var like = Enumerable.Range(0, values).Where(v => Shape(v).IsLike(output)).ToArray();
        var factors = Enumerable.Range(0, values).Where(v => Shape(v).Multiplies(output)).ToArray();
        return factors.Length > 0 && Chance(0.6) ? [.. Enumerable.Range(0, Pick(1, 1, 1, 2, 3)).Select(_ => NextStep(like, factors))] : [];
    }

    private TailStep NextStep(int[] like, int[] factors) =>
        like.Length > 0 && Chance(0.5) ? new TailStep.Add(Pick(like)) : new TailStep.Multiply(Pick(factors));

    private (Producer Producer, Shape Output) NextProducer(Shape input) => _random.Next(15) switch
    {
        0 => (new Producer.Identity(), input),
        1 => (new Producer.GlobalAveragePool(), input.Pixel),
        2 => NextLinear(input),
        3 or 4 => NextPool(input),
        5 when input is { Rank: 2, SlabSize: < 400 } => NextResizing(input),
        6 => NextOfChannels(input),
        13 => (new Producer.Softmax(), input),
        14 => (new Producer.PRelu(Chance(0.7)), input),
        7 when input is { Rank: 2, SlabSize: < 200 } => NextTransposed(input),
        _ => NextConvolution(input),
    };

    private (Producer Producer, Shape Output) NextLinear(Shape input)
    {
        var features = Pick(_channels);
        return (new Producer.Linear(features, Chance(0.5)), input.Pixel with { Channels = features });
    }

    // By a factor, or to any size.
    private (Producer Producer, Shape Output) NextResizing(Shape input)
    {
        var factor = _random.Next(2, 4);
        var (height, width) = Chance(0.5) ? (factor * input.Height, factor * input.Width) : (_random.Next(1, 20), _random.Next(1, 20));
        Producer[] all = [new Producer.ResizeNearest(height, width), new Producer.ResizeBilinear(height, width, Chance(0.5)), new Producer.AdaptiveAveragePool(height, width)];
        return (Pick(all), new Shape(input.Channels, height, width));
    }

    private (Producer Producer, Shape Output) NextTransposed(Shape input)
    {
        var (kernel, stride, dilation) = (Pick(1, 2, 2, 3, 4, 5), Pick(1, 2, 2, 3), Pick(1, 1, 2));
        var (padding, more) = (_random.Next(0, 3), Chance(0.3) ? _random.Next(0, stride) : 0);
        var (height, width) = (Side(input.Height), Side(input.Width));
        var channels = Pick(_channels);
        return height < 1 || width < 1
            ? (new Producer.Identity(), input)
            : (new Producer.ConvTranspose(channels, new Window(kernel, stride, padding, dilation), more, Chance(0.5)), new Shape(channels, height, width));

        int Side(int size) => ((size - 1) * stride) - (2 * padding) + (dilation * (kernel - 1)) + more + 1;
    }

    private (Producer Producer, Shape Output) NextOfChannels(Shape input)
    {
        var parts = Pick(Divisors(input.Channels));
        if (input.Rank == 2 && input.Channels % 4 == 0 && Chance(0.4))
        {
            return (new Producer.DepthToSpace(2, Chance(0.5)), new Shape(input.Channels / 4, 2 * input.Height, 2 * input.Width));
        }

        return Chance(0.5) ? (new Producer.ChannelShuffle(parts), input) : (new Producer.Chunk(_random.Next(parts), parts), input with { Channels = input.Channels / parts });
    }

    private (Producer Producer, Shape Output) NextPool(Shape input)
    {
        var axes = input.Sides.Select(NextPoolAxis).ToArray();
        var window = Window.Of(Chance(0.5) && input.Sides.All(side => axes[0].Kernel <= side) ? [.. axes.Select(_ => axes[0])] : axes, Chance(0.3));
        var output = Windows(input, input.Channels, window);
        return Chance(0.5) ? (new Producer.MaxPool(window), output) : (new Producer.AveragePool(window, CountsPadding: Chance(0.5)), output);
    }

    private WindowAxis NextPoolAxis(int size)
    {
        var kernel = _random.Next(1, Math.Min(size, 3) + 1);
        var padding = _random.Next(0, (kernel / 2) + 1);
        return new WindowAxis(kernel, _random.Next(1, 4), padding, Chance(0.6) ? padding : _random.Next(0, kernel));
    }

    private (Producer Producer, Shape Output) NextConvolution(Shape input)
    {
        var first = NextAxis();
        WindowAxis[] axes = [.. input.Sides.Select(_ => Chance(0.6) ? first : NextAxis())];
        if (axes.Zip(input.Sides).Any(static a => a.First.Span > a.First.Padded(a.Second)))
        {
            axes = [.. axes.Select(static a => new WindowAxis(1, a.Stride))];
        }

        var window = Window.Of(axes);
        var groups = Chance(0.6) ? 1 : Pick(Divisors(input.Channels));
        var channels = groups == 1 ? Pick(_channels) : groups * Pick(1, 1, 2, 3);
        return (new Producer.Conv(channels, window, groups, Chance(0.5)), Windows(input, channels, window));
    }

    private WindowAxis NextAxis()
    {
        var (kernel, dilation) = (Pick(1, 1, 2, 3, 3, 5), Pick(1, 1, 2, 3));
        var padding = Pick(dilation * (kernel - 1) / 2, dilation * (kernel - 1) / 2, 0, 3);
        return new WindowAxis(kernel, Pick(1, 1, 1, 2, 3), padding, Chance(0.8) ? padding : _random.Next(0, 4), dilation);
    }

    private static int[] Divisors(int value) => [.. Enumerable.Range(1, value).Where(d => value % d == 0)];

    private static Shape Windows(Shape input, int channels, Window window) =>
        SsnGen.Shape.Of(channels, [.. input.Sides.Zip(window.Axes, (size, axis) => Windows(size, axis, window.Ceiling))]);

    private static int Windows(int size, WindowAxis axis, bool ceiling)
    {
        var room = size + axis.Before + axis.After - ((axis.Dilation * (axis.Kernel - 1)) + 1);
        var windows = (room / axis.Stride) + 1;
        return ceiling && room % axis.Stride > 0 && (windows * axis.Stride) - axis.Before < size ? windows + 1 : windows;
    }

    private NormalizationPlan NextNormalization(Shape output)
    {
        Normalizer[] all = [Normalizer.Instance, Normalizer.Layer, Normalizer.Batch, Normalizer.Group];
        Normalizer[] omega = [.. all.Where(_ => Chance(0.7))];
        omega = omega.Length == 0 ? [Pick(all)] : omega;
        return new NormalizationPlan(
            new EquatableArray<Normalizer>(omega),
            omega.Contains(Normalizer.Group) ? Pick(Divisors(output.Channels)) : 1,
            SharedRatios: Chance(0.3),
            Pick(Gate.SparsestMax, Gate.Sparsemax, Gate.Softmax),
            Epsilon: Pick(1e-5f, 1e-3f),
            Momentum: 0.1f,
            ZeroGamma: false,
            Bessel: output.SlabSize > 1 && Chance(0.3),
            Chance(0.75) ? new SelectionPlan(Pick(omega), Pick(omega), "[Selected]") : null,
            Kernel: 0);
    }

    private Activation? NextActivation() => Pick(Activations.All);
}
