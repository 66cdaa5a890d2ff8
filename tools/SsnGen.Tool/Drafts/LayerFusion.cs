namespace SsnGen.Tool.Drafts;

/// <summary>Fuses layers of one operation each: producer, normalization and tail become one layer, where nothing else reads what lies between.</summary>
internal sealed class LayerFusion
{
    private readonly List<DraftLayer> _layers = [];
    private readonly Dictionary<DraftValue, DraftValue> _replaced = [];
    private readonly Dictionary<DraftValue, int> _readers;
    private readonly Dictionary<DraftValue, int> _depths = [];
    private readonly HashSet<DraftValue> _outputs;

    private LayerFusion(DraftNetwork network)
    {
        _outputs = [.. network.Outputs.Select(static o => o.Layer)];
        _readers = network.CountReaders();
    }

    /// <summary>Fuses the layers of a network, whose own are changed.</summary>
    public static DraftNetwork Fuse(DraftNetwork network)
    {
        network = Pruning.Reached(network);
        var fusion = new LayerFusion(network);
        foreach (var layer in network.Layers)
        {
            fusion.Take(layer);
        }

        foreach (var layer in fusion._layers)
        {
            ScaleFolding.FoldOrNormalize(layer);
        }

        return network with { Layers = fusion._layers, Outputs = [.. network.Outputs.Select(o => new DraftOutput(o.Name, (DraftLayer)fusion.Now(o.Layer)))] };
    }

    // What a value became.
    private DraftValue Now(DraftValue value)
    {
        while (_replaced.TryGetValue(value, out var by))
        {
            value = by;
        }

        return value;
    }

    private void Take(DraftLayer layer)
    {
        layer.Sources = [.. layer.Sources.Select(Now)];
        for (var i = 0; i < layer.Tail.Count; i++)
        {
            layer.Tail[i] = layer.Tail[i] with { Operand = layer.Tail[i].Operand is { } operand ? Now(operand) : null };
        }

        TurnToDeepest(layer);
        _depths[layer] = layer.Reads.Max(v => _depths.GetValueOrDefault(v)) + 1;
        if (layer.IsBehindOne && layer.Sources[0] is DraftLayer before && _readers[before] == 1 && !_outputs.Contains(before) && Fits(before, layer))
        {
            Append(before, layer);
            return;
        }

        if (layer.Sources is [DraftLayer { Producer: Producer.Identity, IsBare: true, Sources.Count: > 1 } join] && layer.Producer is not Producer.Identity && _readers[join] == 1 && !_outputs.Contains(join))
        {
            layer.Sources = join.Sources;
            _layers.Remove(join);
        }

        _layers.Add(layer);
    }

    // Of two values that are added, or multiplied one by one, either may be the one that it happens to: that which is computed in more steps.
    private void TurnToDeepest(DraftLayer layer)
    {
        if (layer is { IsBehindOne: true, Normalization: null, Scale: null, Tail: [{ Operand: DraftLayer operand } step] } && operand.Shape == layer.Sources[0].Shape && operand != layer.Sources[0])
        {
            var (source, mayBe) = (layer.Sources[0], CanTake(operand, layer));
            if (mayBe && (!CanTake(source, layer) || _depths[operand] > _depths.GetValueOrDefault(source)))
            {
                layer.Sources = [operand];
                layer.Tail[0] = step with { Operand = source };
            }
        }
    }

    private bool CanTake(DraftValue value, DraftLayer layer) => value is DraftLayer before && _readers[before] == 1 && !_outputs.Contains(before) && !before.IsActivated && Fits(before, layer);

    // A normalization belongs to weights; behind what only moves values it is a layer of its own, as people write it.
    private static bool Fits(DraftLayer before, DraftLayer layer) =>
        !before.IsActivated
        && (layer.Normalization is null && layer.Scale is null
            ? !layer.Tail.Any(s => s.Operand is { } operand && before.Tail.Any(t => t.Operand == operand && t.Multiplies == s.Multiplies))
            : before.Tail.Count == 0 && (ScaleFolding.CanFold(before) || (before.Scale is not null && layer.Normalization is null)) && (layer.Normalization is null || before.Normalization is null));

    // The merged layer stands where the later one does, behind all that it reads.
    private void Append(DraftLayer before, DraftLayer layer)
    {
        if (layer.Normalization is { } normalization)
        {
            ScaleFolding.FoldOrNormalize(before);
            before.Normalization = normalization;
        }

        if (layer.Scale is { } scale)
        {
            before.Scale = before.Scale is { } first ? ScaleFolding.Behind(first, scale) : scale;
        }

        before.Tail.AddRange(layer.Tail);
        before.Hints.AddRange(layer.Hints);
        _replaced[layer] = before;
        _readers[before] = _readers.GetValueOrDefault(layer);
        _depths[before] = _depths[layer];
        if (_outputs.Contains(layer))
        {
            _outputs.Add(before);
        }

        _layers.Remove(before);
        _layers.Add(before);
    }
}
