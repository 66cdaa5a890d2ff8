using SsnGen.Tool.Drafts;
using SsnGen.Tool.Scaffolding.Names;
using SsnGen.Tool.Scaffolding.Structure;
using SsnGen.Tool.Scaffolding.Text;

namespace SsnGen.Tool.Scaffolding;

/// <summary>Writes a network as attributed classes, and its weights under the names of their layers.</summary>
internal sealed class Scaffolder
{
    private readonly string _model;
    private readonly NetworkStructure _structure;
    private readonly NetworkNames _names;
    private readonly NetworkAssembly _assembly;
    private readonly Dictionary<DraftValue, string> _known = [];
    private readonly List<PropertyText> _properties = [];
    private readonly List<string> _problems = [];
    private readonly HashSet<DraftLayer> _outputs;
    private DraftValue? _last;

    private Scaffolder(string model, NetworkStructure structure)
    {
        (_model, _structure) = (model, structure);
        _names = new NetworkNames(model, structure);
        _assembly = new NetworkAssembly(structure.Network, _names);
        _outputs = [.. structure.Network.Outputs.Select(static o => o.Layer)];
    }

    /// <summary>Writes a network.</summary>
    /// <param name="network">The network, fused and in order.</param>
    /// <param name="inNamespace">The namespace of its classes.</param>
    /// <param name="model">The name of its class.</param>
    /// <param name="summary">What it is, in a sentence.</param>
    /// <param name="isFlat">Whether all layers are to be listed, and no block is looked for.</param>
    /// <exception cref="ScaffoldException">No definition declares one or several of the layers.</exception>
    public static Scaffold Write(DraftNetwork network, string inNamespace, string model, string summary, bool isFlat = false)
    {
        var scaffolder = new Scaffolder(model, NetworkStructure.Of(network, isFlat));
        return scaffolder.Write(inNamespace, summary);
    }

    private Scaffold Write(string inNamespace, string summary)
    {
        var network = _structure.Network;
        var isSpatial = network.Layers.Any(static l => l.Producer.IsSpatial);
        _last = network.Inputs[0];
        _known[network.Inputs[0]] = "LayerSource.Input";
        foreach (var input in network.Inputs.Skip(1))
        {
            _properties.Add(new PropertyText(_names[input], "NetworkInput", [SampleText.Of("Input", input.Shape, isSpatial)], $"A further input: {input.Shape}."));
            _known[input] = $"nameof({_names[input]})";
        }

        foreach (var item in _structure.Items)
        {
            Write(item);
        }

        if (_problems.Count > 0)
        {
            throw new ScaffoldException(_problems);
        }

        var type = new ClassText(_model, summary, SampleText.Of("SsnModel", network.Inputs[0].Shape, isSpatial), _properties);
        return new Scaffold(inNamespace, type, [.. _structure.Blocks.Select(Block)], _assembly.Network(), _assembly.Tensors, _assembly.Inputs, _assembly.Outputs);
    }

    private void Write(StructureItem item)
    {
        var name = _names[item];
        var isOutput = _outputs.Contains(item.Last) && item != _structure.Items[^1];
        string[] output = isOutput ? ["Output"] : [];
        switch (item)
        {
            case LayerItem { Layer: var layer }:
                _properties.Add(new PropertyText(name, "Layer", [.. Attributes(layer, name), .. output], Sentences.Of(layer)));
                _assembly.Add(layer, name);
                break;
            case StageItem stage:
                string[] from = stage.Uses[0].Input == _last ? [] : [$"From({_known[stage.Uses[0].Input]})"];
                _properties.Add(new PropertyText(name, $"Stage<{_names[stage.Block]}>", [Repeat(stage), .. from, .. output], Sentences.Of(stage)));
                Expand(stage, name);
                break;
        }

        _last = item.Last;
        _known[item.Last] = $"nameof({name})";
    }

    // What cannot be written is collected, to be said all at once.
    private IReadOnlyList<string> Attributes(DraftLayer layer, string name)
    {
        try
        {
            return [.. LayerText.Of(layer, _last, static _ => false, new TextContext { Names = _known })];
        }
        catch (ScaffoldException reason)
        {
            var hint = layer.Hints.Find(static h => h.Length > 0);
            _problems.Add($"layer {name}{(hint is null ? "" : $", of {hint}")}: {reason.Message}");
            return [];
        }
    }

    private static string Repeat(StageItem stage)
    {
        var strides = stage.Block.StridesOf(stage.Uses[0]);
        return ProducerText.Attribute("Repeat", [
            Literals.Of(stage.Uses.Count),
            stage.Block.Channels == StageChannels.None ? "" : $"Channels = {Literals.Of(stage.Uses[0].ChannelsOf(stage.Block.Channels))}",
            WindowText.ConvStrides(strides)]);
    }

    // The paths of its layers, as the generator expands them.
    private void Expand(StageItem stage, string name)
    {
        var members = _names.Members(stage.Block);
        for (var i = 0; i < stage.Uses.Count; i++)
        {
            var prefix = $"{name}.{Literals.Of(i)}.";
            var units = stage.Uses[i].Units;
            for (var u = 0; u < units.Count; u++)
            {
                if (units[u].Projection is { } projection)
                {
                    _assembly.Add(projection, prefix + "Shortcut");
                }

                _assembly.Add(units[u].Layer, prefix + members[u]);
            }
        }
    }

    private ClassText Block(BlockClass block)
    {
        var use = block.Uses[0];
        var names = _names.Members(block);
        var known = new Dictionary<DraftValue, string> { [use.Input] = "LayerSource.Input" };
        var properties = new List<PropertyText>();
        DraftValue last = use.Input;
        for (var i = 0; i < use.Units.Count; i++)
        {
            var (layer, projection) = use.Units[i];
            var context = new TextContext
            {
                Names = known,
                StageChannels = use.ChannelsOf(block.Channels),
                IsStrided = block.Strided[i],
            };
            properties.Add(new PropertyText(names[i], "Layer", [.. LayerText.Of(layer, last, v => v == use.Input || v == projection, context)], Sentences.InBlock(layer, block.Strided[i])));
            known[layer] = $"nameof({names[i]})";
            last = layer;
        }

        return new ClassText(_names[block], $"A block of {_model}.", "SsnBlock", properties);
    }
}
