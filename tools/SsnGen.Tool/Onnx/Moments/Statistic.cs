using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Onnx.Moments;

/// <summary>A part of a normalization that a model computes by itself, from averages.</summary>
internal enum StatisticKind
{
    /// <summary>The mean of a normalizer.</summary>
    Mean,

    /// <summary>Values less that mean.</summary>
    Difference,

    /// <summary>The squares of these.</summary>
    Square,

    /// <summary>The variance of a normalizer.</summary>
    Variance,

    /// <summary>The means of channels less those of more.</summary>
    Distance,

    /// <summary>The squares of these.</summary>
    Between,

    /// <summary>What of the variance over more lies in each channel: its own and that.</summary>
    Total,

    /// <summary>The square root of a variance and ε.</summary>
    Deviation,

    /// <summary>γ divided by that.</summary>
    Inverse,
}

/// <summary>How far the channels of a group are averaged, whose dimensions are [groups, channels of a group].</summary>
internal enum Grouping
{
    None,
    Apart,
    Averaged,
    Repeated,
}

/// <summary>A part of a normalization that a model computes by itself.</summary>
/// <param name="x">What is normalized.</param>
/// <param name="kind">Which part.</param>
/// <param name="of">The normalizer whose mean or variance it is about.</param>
internal sealed class Statistic(ImportedValue x, StatisticKind kind, Normalizer of) : Imported
{
    private DraftLayer? _pooled;

    public ImportedValue X => x;

    public StatisticKind Kind => kind;

    public Normalizer Of => of;

    public int Groups { get; init; } = 1;

    public Grouping Grouping { get; init; }

    /// <summary>Whether the variance of a channel is divided by one less.</summary>
    public bool IsBessel { get; init; }

    /// <summary>What is added to a variance.</summary>
    public float? Epsilon { get; init; }

    /// <summary>γ.</summary>
    public double[]? Gamma { get; init; }

    /// <summary>Whether it is a value of a network by itself: the means of channels are what global pooling computes.</summary>
    public bool IsPooled => kind == StatisticKind.Mean && of == Normalizer.Instance && Grouping == Grouping.None;

    /// <summary>How many dimensions it has, that of the batch too: channels in groups are [N, groups, channels of a group, 1].</summary>
    public int Dimensions => Grouping == Grouping.None ? x.Dims.Length + 1 : 4;

    /// <summary>The same part of something else.</summary>
    public Statistic As(StatisticKind other, Normalizer? normalizer = null, Grouping grouping = Grouping.None) =>
        new(x, other, normalizer ?? of) { Groups = Groups, Grouping = grouping, IsBessel = IsBessel, Epsilon = Epsilon, Gamma = Gamma };

    /// <summary>Whether it is of the same values, and of the same channels together.</summary>
    public bool GoesWith(Statistic other) => x.IsSame(other.X) && Grouping == Grouping.None && other.Grouping == Grouping.None;

    /// <summary>The layer of the means of channels.</summary>
    public ImportedValue Pooled(GraphReading graph) => GraphReading.Natural(_pooled ??= graph.Add(new Producer.GlobalAveragePool(), x.Value), isFlat: false);
}
