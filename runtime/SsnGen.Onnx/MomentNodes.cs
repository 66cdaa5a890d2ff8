namespace SsnGen.Onnx;

/// <summary>
/// The moments of one layer as nodes: those of each slab in two passes, all others from these by the law of total
/// variance (Shao et al., CVPR 2019, section 3.3). Each is [N, C, 1, 1], or what it is of clips and sequences, or broadcasts to it.
/// </summary>
internal sealed class MomentNodes(GraphBuilder graph, string x, LayerNormalization norm)
{
    private readonly string _name = norm.Layer.Path + ".norm";
    private readonly int _channels = norm.Layer.Output.Channels;
    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    private readonly long[] _sides = [.. Enumerable.Range(2, norm.Layer.Output.Rank).Select(static axis => (long)axis)];

    /// <summary>The shape of one value per channel, [1, C, 1, 1].</summary>
    public static int[] PerChannel(LayerNormalization norm) => [1, norm.Layer.Output.Channels, .. Enumerable.Repeat(1, norm.Layer.Output.Rank)];

    /// <summary>Σ ratio · moment + what running moments contribute.</summary>
    public string Sum(string part, (Normalizer Normalizer, double Ratio)[] ratios, Func<Normalizer, string> moment, float[] running)
    {
        var sum = graph.Floats($"{_name}/running_{part}", running, PerChannel(norm));
        foreach (var (normalizer, ratio) in ratios.Where(static r => r.Normalizer != Normalizer.Batch))
        {
            var term = moment(normalizer);
            if (ratio != 1)
            {
                term = graph.Node("Mul", $"{_name}/{part}_{normalizer}_weighted", [term, graph.Floats($"{_name}/{part}_{normalizer}_ratio", [(float)ratio], 1)]);
            }

            sum = graph.Node("Add", $"{_name}/{part}", [sum, term]);
        }

        return sum;
    }

    /// <summary>The mean of one normalizer.</summary>
    public string Mean(Normalizer normalizer) => normalizer switch
    {
        Normalizer.Instance => Once("mean_in", () => Average("mean_in", x, _sides)),
        Normalizer.Layer => Once("mean_ln", () => Average("mean_ln", Mean(Normalizer.Instance), 1)),
        Normalizer.Group => Once("mean_gn", () => OverGroups("mean_gn", Mean(Normalizer.Instance))),
        _ => throw new ArgumentOutOfRangeException(nameof(normalizer), normalizer, "There is no mean of it over values."),
    };

    /// <summary>The variance of one normalizer.</summary>
    public string Variance(Normalizer normalizer) => normalizer switch
    {
        Normalizer.Instance => Once("var_in", SlabVariance),
        Normalizer.Layer => Once("var_ln", () => Average("var_ln", Total("ln", Mean(Normalizer.Layer)), 1)),
        Normalizer.Group => Once("var_gn", () => OverGroups("var_gn", Total("gn", Mean(Normalizer.Group)))),
        _ => throw new ArgumentOutOfRangeException(nameof(normalizer), normalizer, "There is no variance of it over values."),
    };

    private string SlabVariance()
    {
        var size = norm.Layer.Output.SlabSize;
        var centred = graph.Node("Sub", _name + "/difference", [x, Mean(Normalizer.Instance)]);
        var variance = Average("var_in", graph.Node("Mul", _name + "/square", [centred, centred]), _sides);
        return norm.Normalization.Bessel
            ? graph.Node("Mul", _name + "/var_bessel", [variance, graph.Floats(_name + "/bessel", [(float)(size / (size - 1.0))], 1)])
            : variance;
    }

    // The variance within each channel and the squared distance of its mean from that of the whole.
    private string Total(string suffix, string mean)
    {
        var distance = graph.Node("Sub", $"{_name}/distance_{suffix}", [Mean(Normalizer.Instance), mean]);
        return graph.Node("Add", $"{_name}/total_{suffix}", [Variance(Normalizer.Instance), graph.Node("Mul", $"{_name}/between_{suffix}", [distance, distance])]);
    }

    private string Average(string part, string tensor, params long[] axes) =>
        graph.Node("ReduceMean", $"{_name}/{part}", [tensor, graph.Integers($"{_name}/{part}_axes", axes)], ("keepdims", 1));

    // [N, C, 1, 1] -> [N, G, C / G, 1] -> the mean of each group, for each of its channels -> [N, C, 1, 1].
    private string OverGroups(string part, string tensor)
    {
        var groups = norm.Normalization.Groups;
        var size = _channels / groups;
        var grouped = graph.Node("Reshape", $"{_name}/{part}_groups", [tensor, graph.Integers($"{_name}/{part}_grouped", 0, groups, size, 1)]);
        var average = Average(part + "_average", grouped, 2);
        var repeated = graph.Node("Add", $"{_name}/{part}_repeated", [average, graph.Floats($"{_name}/{part}_zeros", new float[_channels], 1, groups, size, 1)]);
        return graph.Node("Reshape", $"{_name}/{part}", [repeated, graph.Integers($"{_name}/{part}_channels", [0, _channels, .. _sides.Select(static _ => 1L)])]);
    }

    private string Once(string name, Func<string> write)
    {
        if (!_written.TryGetValue(name, out var output))
        {
            output = write();
            _written.Add(name, output);
        }

        return output;
    }
}
