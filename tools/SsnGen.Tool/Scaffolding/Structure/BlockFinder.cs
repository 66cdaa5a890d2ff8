namespace SsnGen.Tool.Scaffolding.Structure;

/// <summary>Finds the blocks that a network repeats: again and again the one that saves most lines.</summary>
internal sealed class BlockFinder
{
    // Larger ones are hardly read as one thing.
    private const int MostUnits = 32;
    private const int MostUnitsOfMany = 8;
    private const int Many = 1024;
    private const int MostBlocks = 16;
    private const int MostReads = 64;

    private readonly List<Unit> _units;
    private readonly UnitReaders _readers;
    private readonly bool[] _taken;

    private BlockFinder(List<Unit> units, UnitReaders readers) => (_units, _readers, _taken) = (units, readers, new bool[units.Count]);

    /// <summary>Finds them.</summary>
    /// <param name="units">The units of the network.</param>
    /// <param name="readers">Who reads what.</param>
    public static List<BlockClass> Find(List<Unit> units, UnitReaders readers)
    {
        var finder = new BlockFinder(units, readers);
        var candidates = finder.Candidates();
        var found = new List<BlockClass>();
        while (found.Count < MostBlocks && candidates.Select(finder.Best).Where(static c => c is not null).MaxBy(static c => c!.Value.Saved) is { Saved: > 0 } best)
        {
            found.Add(best.Block);
            foreach (var use in best.Block.Uses)
            {
                Array.Fill(finder._taken, true, use.Start, use.Units.Count);
            }
        }

        return found;
    }

    // Segments of the same block, of at least two uses.
    private List<(List<Segment> Segments, StageChannels Channels)> Candidates()
    {
        var shapes = new Dictionary<string, int>(StringComparer.Ordinal);

        // What reads so much is in no block: it would be written for each segment that it stands in.
        int[] kinds = [.. _units.Select((u, i) => u.Reads.Count() > MostReads ? -1 - i : Kind(u, shapes))];
        var counts = new Dictionary<(long Hash, int Length), int>();
        Each(kinds, (_, _, hash, length) => counts[(hash, length)] = counts.GetValueOrDefault((hash, length)) + 1);
        var groups = new Dictionary<(string, StageChannels), List<Segment>>();
        Each(kinds, (start, end, hash, length) =>
        {
            if (counts[(hash, length)] < 2 || !Segment.IsBlock(_units, start, end, _readers, out var input))
            {
                return;
            }

            var segment = new Segment(start, _units.GetRange(start, length), input!);
            foreach (var channels in Enum.GetValues<StageChannels>())
            {
                if (segment.Key(channels) is { } key)
                {
                    if (!groups.TryGetValue((key, channels), out var group))
                    {
                        groups.Add((key, channels), group = []);
                    }

                    group.Add(segment);
                }
            }
        });
        return [.. groups.Where(static g => g.Value.Count > 1).Select(static g => (g.Value, g.Key.Item2))];
    }

    private static void Each(int[] kinds, Action<int, int, long, int> visit)
    {
        for (var start = 0; start < kinds.Length; start++)
        {
            var hash = 17L;
            for (var end = start + 1; end <= kinds.Length && end - start <= (kinds.Length > Many ? MostUnitsOfMany : MostUnits); end++)
            {
                hash = unchecked((hash * 1_000_003) + kinds[end - 1]);
                if (end - start > 1)
                {
                    visit(start, end, hash, end - start);
                }
            }
        }
    }

    // A number for what a unit does, whatever it reads and however many channels that has.
    private static int Kind(Unit unit, Dictionary<string, int> kinds)
    {
        var layer = unit.Layer;
        var window = layer.Producer is Producer.Conv conv ? string.Join('x', conv.Window.Axes.Select(static a => a.Kernel)) : "";
        var normalizers = string.Join(',', layer.Normalization?.Kind.Normalizers.ToArray() ?? []);
        var tail = string.Join(',', layer.Tail.Select(static s => s.Activation?.ToString() ?? (s.Multiplies ? "*" : "+")));
        var text = $"{layer.Producer.GetType().Name} {window} {layer.Sources.Count} {normalizers} {tail}";
        return kinds.TryGetValue(text, out var kind) ? kind : kinds[text] = kinds.Count + 1;
    }

    // The block of the uses that are left and go together, and how many lines it saves.
    private (BlockClass Block, int Saved)? Best((List<Segment> Segments, StageChannels Channels) candidate)
    {
        var uses = new List<Segment>();
        bool[]? strided = null;
        foreach (var segment in candidate.Segments)
        {
            if ((uses.Count > 0 && segment.Start < uses[^1].End) || Array.IndexOf(_taken, true, segment.Start, segment.Units.Count) >= 0)
            {
                continue;
            }

            bool[] own = [.. segment.ConvStrides.Select(static s => s.Any(static stride => stride > 1))];
            if (!HasOneStride(segment) || (strided is not null && own.Contains(true) && !own.SequenceEqual(strided)))
            {
                continue;
            }

            strided ??= own.Contains(true) ? own : null;
            uses.Add(segment);
        }

        if (uses.Count < 2)
        {
            return null;
        }

        var block = new BlockClass(uses, candidate.Channels, strided ?? new bool[uses[0].Units.Count]);

        // Members of the model become those of a block. What could be cut into smaller blocks, or tears a skip connection apart, is worth less.
        var lines = uses.Sum(static u => u.Count) - uses[0].Units.Count - block.Stages(_readers).Count;
        var torn = uses.Count(u => _readers.IsReadFrom(u.Input, u.End));
        return (block, (4 * (lines - torn)) - (3 * uses[0].Cuts) - (StageChannels.OfLast - candidate.Channels));
    }

    // All that is not 1 is the same, as one stage says it.
    private static bool HasOneStride(Segment segment)
    {
        var all = segment.ConvStrides.Append(segment.ProjectionStrides ?? []).Where(static s => s.Any(static stride => stride > 1)).ToArray();
        var isSame = all.All(s => s.SequenceEqual(all[0]));
        return isSame && (segment.ProjectionStrides is not { } projection || all.Length == 0 || projection.SequenceEqual(all[0]));
    }
}
