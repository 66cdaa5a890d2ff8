namespace SsnGen.Tool.Tests.Harness;

/// <summary>Random networks of one block that stages repeat: plain, residual with projections, bottlenecks and inverted ones, of pictures, clips and sequences.</summary>
internal sealed class RandomBlocks(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<Layer> _layers = [];

    /// <summary>Makes one.</summary>
    /// <returns>The network, and how often its block stands in it.</returns>
    public (NetworkGraph Network, int Blocks) Next()
    {
        var rank = Pick(1, 2, 2, 2, 3);
        var input = new NetworkInput("input", rank switch { 1 => new Shape(3, 24), 2 => new Shape(3, 17, 20), _ => new Shape(3, 10, 9, 12) });
        NetworkValue x = Conv(input, 8, Kernel(rank, 3), 1, null);
        var layers = _random.Next(2, 5);
        Part[] parts = [.. Enumerable.Range(0, layers).Select(i => new Part(Pick(1, 3, 3, 5), i < layers - 1 && Chance(0.3), Pick(1, 1, 2, -2), Pick(1, 1, 2, 3), Pick<Activation?>(new Activation.Relu(), new Activation.Silu(), null)))];
        var (strided, isResidual, isNormalized) = (_random.Next(layers), Chance(0.6), Chance(0.4));
        var blocks = 0;
        foreach (var channels in (int[])[8, 16, 24])
        {
            var stride = Pick(1, 2);
            for (var i = _random.Next(2, 4); i > 0; i--)
            {
                x = Block(x, channels, parts, strided, stride, isResidual, isNormalized);
                stride = 1;
                blocks++;
            }
        }

        var pool = Add(x, new Producer.GlobalAveragePool(), null, []);
        var last = Add(pool, new Producer.Linear(5, true), null, []);
        return (new NetworkGraph([input], _layers, [new NetworkOutput("output", last)]), blocks);
    }

    private sealed record Part(int Kernel, bool IsDepthwise, int Factor, int Multiple, Activation? Activation);

    private Layer Block(NetworkValue x, int channels, Part[] parts, int strided, int stride, bool isResidual, bool isNormalized)
    {
        var (rank, value) = (x.Shape.Rank, x);
        for (var i = 0; i < parts.Length; i++)
        {
            var (part, isLast) = (parts[i], i == parts.Length - 1);
            var own = i == strided ? stride : 1;
            TailStep[] tail = [];
            if (isLast && isResidual)
            {
                tail = [new TailStep.Add(x.Shape.IsLike(Output(value, channels, own)) ? x : Conv(x, channels, Kernel(rank, 1), stride, isNormalized ? Batch() : null))];
            }

            var normalization = isNormalized ? Batch() : null;
            TailStep[] all = [.. tail, .. part.Activation is { } activation ? [new TailStep.Activate(activation)] : (TailStep[])[]];
            value = part.IsDepthwise
                ? Add(value, new Producer.Conv(part.Multiple * value.Shape.Channels, Window(Kernel(rank, part.Kernel), own), value.Shape.Channels, !isNormalized), normalization, all)
                : Add(value, new Producer.Conv(isLast ? channels : part.Factor < 0 ? channels / -part.Factor : part.Factor == 1 ? channels : value.Shape.Channels * part.Factor, Window(Kernel(rank, part.Kernel), own), 1, !isNormalized), normalization, all);
        }

        return (Layer)value;
    }

    private static Shape Output(NetworkValue value, int channels, int stride) => Window(Kernel(value.Shape.Rank, 3), stride).Infer(value.Shape, channels, []);

    private Layer Conv(NetworkValue x, int channels, int[] kernel, int stride, Normalization? normalization) =>
        Add(x, new Producer.Conv(channels, Window(kernel, stride), 1, normalization is null), normalization, []);

    private Layer Add(NetworkValue x, Producer producer, Normalization? normalization, TailStep[] tail)
    {
        _layers.Add(new Layer { Path = $"conv_{_layers.Count + 100}", Sources = [x], Output = producer.Infer(x.Shape, []), Producer = producer, Normalization = normalization, Tail = tail });
        return _layers[^1];
    }

    private static int[] Kernel(int rank, int kernel) => [.. Enumerable.Repeat(kernel, rank)];

    private static Window Window(int[] kernel, int stride) => SsnGen.Window.Of([.. kernel.Select(k => new WindowAxis(k, stride, k / 2, k / 2))]);

    // Behind what is not folded when it is exported: by instance, the only one that stays.
    private static Normalization Batch() => new() { Normalizers = [Normalizer.Instance], Groups = 1 };

    private T Pick<T>(params IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    private bool Chance(double probability) => _random.NextDouble() < probability;
}
