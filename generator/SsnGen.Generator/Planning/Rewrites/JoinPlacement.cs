namespace SsnGen.Generator.Planning.Rewrites;

/// <summary>
/// Which values are joined by being computed side by side, so that nothing is copied. That takes values that each begin with a block
/// of channels of their own, and that no other join wants elsewhere: of two that do, the larger has its way, and the other one is
/// copied, unless what it joins lies side by side already (as where each layer reads all those before it).
/// </summary>
internal sealed class JoinPlacement
{
    private readonly Dictionary<int, (int Whole, int Block)> _parts = [];
    private readonly HashSet<int> _inPlace = [];
    private readonly ModelPlan _model;

    private JoinPlacement(ModelPlan model)
    {
        _model = model;
        foreach (var layer in model.Layers.Where(static l => l.Joins).OrderByDescending(static l => l.Input.Channels).ThenByDescending(static l => l.Index))
        {
            if (TryPlace(layer))
            {
                _inPlace.Add(layer.Index);
            }
        }
    }

    /// <summary>Places the values of a network.</summary>
    public static JoinPlacement Of(ModelPlan model) => new(model);

    /// <summary>Whether what a layer joins lies side by side.</summary>
    public bool IsInPlace(LayerPlan layer) => _inPlace.Contains(layer.Index);

    /// <summary>The value that another one is part of, itself where it is part of none, and the block of channels that it begins with there.</summary>
    public (int Whole, int Block) Of(int value)
    {
        var block = 0;
        while (_parts.TryGetValue(value, out var part))
        {
            (value, block) = (part.Whole, block + part.Block);
        }

        return (value, block);
    }

    private bool TryPlace(LayerPlan layer)
    {
        var blocks = new int[layer.Sources.Length];
        var channels = 0;
        for (var i = 0; i < blocks.Length; i++)
        {
            if (channels % ChannelBlock.Size != 0)
            {
                return false;
            }

            blocks[i] = channels / ChannelBlock.Size;
            channels += _model.ShapeOf(layer.Sources[i]).Channels;
        }

        // Of a layer that does more, what it joins is a value that nothing else reads.
        var whole = layer.PassesOn ? layer.Value : _model.ValueCount + layer.Index;
        if (layer.Sources.Distinct().Count() == blocks.Length && !layer.Sources.Any(_parts.ContainsKey))
        {
            for (var i = 0; i < blocks.Length; i++)
            {
                _parts.Add(layer.Sources[i], (whole, blocks[i]));
            }

            return true;
        }

        var first = Of(layer.Sources[0]);
        if (_parts.ContainsKey(whole) || layer.Sources.Where((v, i) => Of(v) != (first.Whole, first.Block + blocks[i])).Any())
        {
            return false;
        }

        _parts.Add(whole, first);
        return true;
    }
}
