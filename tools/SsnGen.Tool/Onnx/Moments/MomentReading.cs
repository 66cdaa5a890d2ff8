using SsnGen.Tool.Drafts;
using SsnGen.Tool.Onnx.Functions;
using static SsnGen.Tool.Onnx.Moments.StatisticKind;

namespace SsnGen.Tool.Onnx.Moments;

/// <summary>
/// Puts normalizations together of averages, differences and squares: as PyTorch wrote layer normalization before it was an operator, and as
/// SsnGen.Onnx writes a mean and a variance of different normalizers.
/// </summary>
internal static class MomentReading
{
    private const double Tolerance = 1e-6;

    /// <summary>An average over dimensions, or null where it is none of a normalization.</summary>
    /// <param name="input">What is averaged.</param>
    /// <param name="axes">The dimensions, of which the batch is the first.</param>
    public static Statistic? Average(Imported input, IReadOnlySet<int> axes)
    {
        switch (input)
        {
            case ImportedValue { IsNatural: true } x when x.Dims.Length == x.Value.Shape.Rank + 1 && Normalizing(x, axes) is { } normalizer:
                return new Statistic(x, Mean, normalizer);
            case Statistic { Grouping: Grouping.Apart } s when axes.SetEquals([2]):
                return s.As(s.Kind, grouping: Grouping.Averaged);
            case Statistic { Kind: Square, Grouping: Grouping.None } s when Normalizing(s.X, axes) == s.Of:
                return s.As(Variance);
            case Statistic { Kind: Mean, Of: Normalizer.Instance, Grouping: Grouping.None } s when axes.SetEquals([1]):
                return s.As(Mean, Normalizer.Layer);
            case Statistic { Kind: Total, Of: Normalizer.Layer } s when axes.SetEquals([1]):
                return s.As(Variance);
            default:
                return null;
        }
    }

    /// <summary>Other dimensions, or null where they are none of a normalization.</summary>
    /// <param name="s">What gets them.</param>
    /// <param name="target">The dimensions.</param>
    public static Statistic? Reshaped(Statistic s, long[] target)
    {
        var channels = s.X.Value.Shape.Channels;
        return s switch
        {
            { Grouping: Grouping.None, Kind: Mean, Of: Normalizer.Instance } or { Grouping: Grouping.None, Kind: Total, Of: Normalizer.Group }
                when target is [_, > 0 and <= int.MaxValue and var groups, var size, 1] && groups * size == channels && (s.Kind == Mean || s.Groups == groups) =>
                    new Statistic(s.X, s.Kind, Normalizer.Group) { Groups = (int)groups, Grouping = Grouping.Apart, IsBessel = s.IsBessel },
            { Grouping: Grouping.Repeated } when target.Skip(1).SequenceEqual(s.X.Value.Shape.Sides.Select(static _ => 1L).Prepend(channels)) => s.As(s.Kind == Mean ? Mean : Variance),
            _ => null,
        };
    }

    /// <summary>The square root, or null where it is none of a variance.</summary>
    public static Statistic? Root(Imported input) => input is Statistic { Kind: Variance, Grouping: Grouping.None, Epsilon: not null } s ? s.As(Deviation) : null;

    /// <summary>An operation of two, or null where it is none of a normalization.</summary>
    /// <exception cref="UnsupportedException">It is of a mixture of normalizers.</exception>
    public static Imported? Join(GraphReading graph, BinaryOperation operation, Imported left, Imported right)
    {
        if (left is not Statistic && right is not Statistic)
        {
            return null;
        }

        (left, right) = (Settled(graph, left), Settled(graph, right));
        var (any, number) = (left as Statistic ?? (Statistic)right, left as ImportedConstant ?? right as ImportedConstant);
        graph.Budget.Spend(number?.Tensor.Length ?? 0);
        if (number?.Tensor.Dims.Length > any.Dimensions)
        {
            // The result has more dimensions than what is normalized.
            return null;
        }

        return (operation.Name, left, right) switch
        {
            ("Sub", ImportedValue x, Statistic { Kind: Mean, Grouping: Grouping.None } mean) when x.IsSame(mean.X) => mean.As(Difference),
            ("Sub", Statistic { IsPooled: true } own, Statistic { Kind: Mean } mean) when own.GoesWith(mean) && mean.Of != Normalizer.Instance => mean.As(Distance),
            ("Mul", Statistic { Kind: Difference } a, Statistic b) when a == b => a.As(Square),
            ("Mul", Statistic { Kind: Distance } a, Statistic b) when a == b => a.As(Between),
            ("Pow", Statistic { Kind: Difference } a, ImportedConstant { Tensor: { IsScalar: true } two }) when two.At(0) == 2 => a.As(Square),
            ("Add", Statistic { Kind: Variance, Of: Normalizer.Instance, Epsilon: null } own, Statistic { Kind: Between } between) when own.GoesWith(between) =>
                new Statistic(own.X, Total, between.Of) { Groups = between.Groups, IsBessel = own.IsBessel },
            ("Add", Statistic { Grouping: Grouping.Averaged } s, ImportedConstant { Tensor: var zeros }) when IsAll(zeros, 0) => s.As(s.Kind, grouping: Grouping.Repeated),
            ("Add", Statistic s, ImportedConstant { Tensor: var constant }) => Added(s, constant),
            ("Add", ImportedConstant { Tensor: var constant }, Statistic s) => Added(s, constant),
            ("Mul", Statistic { Kind: Variance, Of: Normalizer.Instance, Epsilon: null, IsBessel: false } s, ImportedConstant { Tensor: { IsScalar: true } factor }) when IsBessel(s, factor.At(0)) =>
                new Statistic(s.X, Variance, s.Of) { IsBessel = true },
            ("Mul", Statistic { Kind: Mean or Variance }, ImportedConstant) => throw Mixture(),
            ("Div", ImportedConstant { Tensor: var gamma }, Statistic { Kind: Deviation } s) =>
                new Statistic(s.X, Inverse, s.Of) { Groups = s.Groups, IsBessel = s.IsBessel, Epsilon = s.Epsilon, Gamma = Broadcast.PerChannel(graph, gamma, s.X) },
            ("Div", Statistic { Kind: Difference } difference, Statistic { Kind: Deviation } deviation) when difference.GoesWith(deviation) => Normalized(graph, difference, null, deviation),
            ("Mul", Statistic { Kind: Difference } difference, Statistic { Kind: Inverse } inverse) when difference.GoesWith(inverse) => Normalized(graph, difference, null, inverse),
            ("Mul", ImportedValue { Value: DraftLayer shifted }, Statistic { Kind: Inverse } inverse) when RunningMean(shifted, inverse.X) is { } mean => Normalized(graph, null, mean, inverse),
            ("Mul", Statistic { Kind: Difference } difference, ImportedConstant { Tensor: var scale }) => ByConstant(graph, difference, Broadcast.PerChannel(graph, scale, difference.X)),
            _ => null,
        };
    }

    /// <summary>What is normalized, as a value: a function of one is an activation then.</summary>
    public static Imported Settled(GraphReading graph, Imported imported) => imported is ImportedFunction ? graph.Value(imported) : imported;

    private static Normalizer? Normalizing(ImportedValue x, IReadOnlySet<int> axes)
    {
        var sides = Enumerable.Range(2, x.Value.Shape.Rank).ToArray();
        return axes.SetEquals(sides) ? Normalizer.Instance : axes.SetEquals(sides.Prepend(1)) ? Normalizer.Layer : null;
    }

    private static bool IsAll(OnnxTensor tensor, double value) => tensor.Length > 0 && Enumerable.Range(0, tensor.Length).All(i => tensor.At(i) == value);

    private static bool IsBessel(Statistic s, double factor)
    {
        var size = s.X.Value.Shape.SlabSize;
        return size > 1 && Math.Abs(factor - (size / (size - 1.0))) <= Tolerance * factor;
    }

    // What has more of other dimensions repeats what it is added to.
    private static bool IsOfChannels(Statistic s, OnnxTensor constant)
    {
        var missing = s.Dimensions - constant.Dims.Length;
        return constant.Dims.Select((d, i) => d == 1 || (i + missing == 1 && d == s.X.Value.Shape.Channels)).All(static fits => fits);
    }

    // Nothing is added to a mean, and ε to a variance; else running moments have a part in them.
    private static Statistic? Added(Statistic s, OnnxTensor constant) => s switch
    {
        { Kind: Mean, Grouping: Grouping.None } when IsOfChannels(s, constant) && IsAll(constant, 0) => s,
        { Kind: Variance, Grouping: Grouping.None, Epsilon: null } when IsOfChannels(s, constant) && constant.Length > 0 && constant.At(0) > 0 && IsAll(constant, constant.At(0)) =>
            new Statistic(s.X, Variance, s.Of) { Groups = s.Groups, IsBessel = s.IsBessel, Epsilon = (float)constant.At(0) },
        { Kind: Mean or Variance, Grouping: Grouping.None, IsPooled: false } => throw Mixture(),
        _ => null,
    };

    private static UnsupportedException Mixture() =>
        new("it mixes the moments of several normalizers: train the network until each layer has one for its mean and one for its variance, and export it then");

    // What Sub of a constant for each channel became.
    private static float[]? RunningMean(DraftLayer shifted, ImportedValue x) =>
        shifted is { IsBehindOne: true, Normalization: null, Tail.Count: 0, Scale: { } scale } && shifted.Sources[0] == x.Value && scale.Scale.All(static s => s == 1)
            ? [.. scale.Shift.Select(static s => (float)-s)]
            : null;

    private static ImportedValue Normalized(GraphReading graph, Statistic? mean, float[]? runningMean, Statistic variance)
    {
        var x = variance.X;
        var gamma = variance.Gamma ?? Ones(x.Value.Shape.Channels);
        if (mean is { Of: Normalizer.Group } && variance.Of == Normalizer.Group && mean.Groups != variance.Groups)
        {
            throw new UnsupportedException($"its mean is that of {mean.Groups} groups, and its variance of {variance.Groups}: a normalization has as many for both");
        }

        var groups = mean is { Of: Normalizer.Group } ? mean.Groups : variance.Groups;
        return Add(graph, x, new Selection(mean?.Of ?? Normalizer.Batch, variance.Of), groups, variance.Epsilon!.Value, variance.IsBessel, gamma, runningMean, null);
    }

    // Of running variances there is but the quotient with γ: γ is that, and they are 1.
    private static ImportedValue ByConstant(GraphReading graph, Statistic difference, double[] scale) =>
        Add(graph, difference.X, new Selection(difference.Of, Normalizer.Batch), difference.Groups, SsnAttribute.DefaultEpsilon, isBessel: false, scale, null,
            Array.ConvertAll(Ones(scale.Length), static o => (float)(o - SsnAttribute.DefaultEpsilon)));

    private static ImportedValue Add(
        GraphReading graph, ImportedValue x, Selection selection, int groups, float epsilon, bool isBessel, double[] gamma, float[]? runningMean, float[]? runningVariance)
    {
        Normalizer[] normalizers = [.. new[] { selection.Mean, selection.Variance }.Distinct().Order()];
        foreach (var normalizer in normalizers)
        {
            SingleValues.Refuse(normalizer, x.Value.Shape, groups);
        }

        var layer = graph.AddBehind(x.Value);
        var kind = new Normalization
        {
            Normalizers = [.. normalizers],
            Groups = normalizers.Contains(Normalizer.Group) ? groups : 1,
            Epsilon = epsilon,
            Bessel = isBessel,
            Selection = selection.Mean == selection.Variance ? null : selection,
        };
        var hasRunning = kind.Normalizers.Contains(Normalizer.Batch);
        layer.Normalization = new DraftNormalization(
            kind,
            Array.ConvertAll(gamma, static g => (float)g),
            new float[gamma.Length],
            hasRunning ? runningMean ?? new float[gamma.Length] : null,
            hasRunning ? runningVariance ?? Array.ConvertAll(Ones(gamma.Length), static o => (float)o) : null);
        return new ImportedValue(layer, x.Dims);
    }

    private static double[] Ones(int count)
    {
        var ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
