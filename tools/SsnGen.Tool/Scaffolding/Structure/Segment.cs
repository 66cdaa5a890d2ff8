using SsnGen.Tool.Drafts;
using SsnGen.Tool.Scaffolding.Text;

namespace SsnGen.Tool.Scaffolding.Structure;

/// <summary>Some units one after the other that may be a block: they read one value, and only the last of them is read behind.</summary>
/// <param name="Start">The first unit.</param>
/// <param name="Units">The units.</param>
/// <param name="Input">What they read.</param>
internal sealed record Segment(int Start, IReadOnlyList<Unit> Units, DraftValue Input)
{
    /// <summary>The unit behind the last one.</summary>
    public int End => Start + Units.Count;

    /// <summary>The layer whose values the block is.</summary>
    public DraftLayer Last => Units[^1].Layer;

    /// <summary>How many layers it stands for.</summary>
    public int Count => Units.Sum(static u => u.Count);

    /// <summary>The strides of each unit's convolution; empty where it has none.</summary>
    public IEnumerable<int[]> ConvStrides => Units.Select(static u => u.Strides);

    /// <summary>The strides of its projection, or null.</summary>
    public int[]? ProjectionStrides => Units.Select(static u => u.Projection?.Producer).OfType<Producer.Conv>().Select(static c => c.Window.Axes.Select(static a => a.Stride).ToArray()).FirstOrDefault();

    /// <summary>The channels that its layers may take from the stage; 0 where they take none.</summary>
    public int ChannelsOf(StageChannels channels) => channels switch
    {
        StageChannels.None => 0,
        StageChannels.OfFirst => Units[0].Layer.Output.Channels,
        StageChannels.OfLast => Last.Output.Channels,
        _ => throw new ArgumentOutOfRangeException(nameof(channels), channels, "There are no such channels."),
    };

    /// <summary>Behind how many of its units but one value is read on, so that it may be two blocks as well.</summary>
    public int Cuts => Enumerable.Range(0, Units.Count - 1).Count(j => Units.Skip(j + 1).SelectMany(static u => u.Reads).All(v => v == Units[j].Layer || Units.Skip(j + 1).Any(u => u.Layer == v)));

    /// <summary>Whether only the last unit is an end that others read, each reads but this segment's values, and a projection starts from its input.</summary>
    public static bool IsBlock(IReadOnlyList<Unit> units, int start, int end, UnitReaders readers, out DraftValue? input)
    {
        input = null;
        var inside = new HashSet<DraftValue>();
        var projections = 0;
        for (var i = start; i < end; i++)
        {
            foreach (var value in units[i].Reads.Where(v => !inside.Contains(v)))
            {
                input ??= value;
                if (input != value)
                {
                    return false;
                }
            }

            if (units[i].Projection is { } projection && (projection.Sources[0] != input || ++projections > 1))
            {
                return false;
            }

            if (i < end - 1 && readers.IsReadFrom(units[i].Layer, end))
            {
                return false;
            }

            inside.Add(units[i].Layer);
        }

        return input is not null;
    }

    /// <summary>What the block is declared as, but for the names and strides of its layers: segments of the same are uses of one block.</summary>
    /// <param name="channels">Which channels layers take from the stage where they can.</param>
    public string? Key(StageChannels channels)
    {
        var names = new Dictionary<DraftValue, string> { [Input] = "input" };
        var lines = new List<string>();
        DraftValue last = Input;
        try
        {
            foreach (var unit in Units)
            {
                var context = new TextContext
                {
                    Names = names,
                    StageChannels = ChannelsOf(channels),
                    IsStrided = null,
                };
                lines.Add(string.Join(", ", LayerText.Of(unit.Layer, last, v => v == Input || v == unit.Projection, context)));
                last = unit.Layer;
                names[last] = Literals.Of(lines.Count);
            }
        }
        catch (ScaffoldException)
        {
            return null;
        }

        return string.Join('\n', lines);
    }
}
