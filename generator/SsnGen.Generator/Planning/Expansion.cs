using System.Threading;
using SsnGen.Generator.Definitions;
using SsnGen.Generator.Diagnostics;
using SsnGen.Generator.Planning.Inference;
using static SsnGen.Generator.Text.Literal;

namespace SsnGen.Generator.Planning;

/// <summary>
/// Expands stages and blocks into one list of layers, in the order of execution, each with its path and shapes. After
/// an error a layer keeps its input's shape, so that one mistake is not reported many times.
/// </summary>
internal sealed class Expansion(ModelDefinition model, Findings findings, CancellationToken cancellation)
{
    /// <summary>The most layers that one network may have; more is a mistake in a [Repeat].</summary>
    public const int MaximumLayers = 4096;

    /// <summary>
    /// The most values that an input may have, and weights and outputs together; whether they fit the memory that they are laid
    /// out in is for <see cref="Capacity"/> to say.
    /// </summary>
    public const long MaximumValues = 3L << 29;

    // Compiled names have no more than 1023 characters, and emitted ones add to the path.
    private const int MaximumName = 900;

    private readonly Dictionary<string, BlockDefinition> _blocks = model.Blocks.ToDictionary(static b => b.FullName, StringComparer.Ordinal);
    private readonly HashSet<string> _identifiers = new(StringComparer.Ordinal);
    private readonly List<string> _openBlocks = [];
    private readonly List<(RepeatFacet Repeat, MemberDefinition Model)> _openRepeats = [];
    private readonly Scope _scope = new("", input: 0, stage: null);
    private long _values;

    /// <summary>The layers expanded so far.</summary>
    public List<ExpandedLayer> Layers { get; } = [];

    /// <summary>The inputs of the network, whose values come before those of the layers.</summary>
    public EquatableArray<InputPlan> Inputs { get; } = EquatableArray.From(EndNames.Inputs(model.Members).Zip(
        EndNames.InputMembers(model.Members).Select(static m => m.Facets.OfType<InputFacet>().First().Sample).Prepend(model.Sample), InputPlan.Of));

    /// <summary>What the network returns.</summary>
    public IEnumerable<OutputPlan> Outputs => EndNames.Outputs(model.Members, model.Blocks)
        .Select(o => new OutputPlan(Layers.First(l => l.Plan.Path == o.Layer).Plan.Value, o.Name) { IsTrainingOnly = o.IsTrainingOnly });

    /// <summary>Expands the model.</summary>
    public EquatableArray<MemberPlan> Run() => Members(model.Members, _scope);

    /// <summary>The shape of a value.</summary>
    public Shape ShapeOf(int value) => value < Inputs.Length ? Inputs[value].Shape : Layers[value - Inputs.Length].Plan.Output;

    /// <summary>What a message calls a value.</summary>
    public string NameOf(int value) => value < Inputs.Length ? "the " + Inputs[value].Name : "'" + Layers[value - Inputs.Length].Plan.Path + "'";

    private EquatableArray<MemberPlan> Members(EquatableArray<MemberDefinition> members, Scope scope)
    {
        var plans = new List<MemberPlan>();
        foreach (var member in members)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Layers.Count > MaximumLayers)
            {
                break;
            }

            if (member.Kind == MemberKind.Input)
            {
                var input = plans.OfType<InputMemberPlan>().Count() + 1;
                plans.Add(new InputMemberPlan(member.Name, member.Modifiers, input));
                scope.Define(member.Name, input);
                continue;
            }

            plans.Add(member.Kind == MemberKind.Stage ? StageOf(member, scope) : LayerOf(member, scope));
            scope.Define(member.Name, scope.Last);
        }

        return EquatableArray.From(plans);
    }

    private LayerMemberPlan LayerOf(MemberDefinition member, Scope scope)
    {
        var builder = new LayerBuilder(member, scope, this, findings);
        var layer = Append(builder.Build(), member, scope.Stage);
        scope.Last = layer.Value;
        return new LayerMemberPlan(member.Name, member.Modifiers, layer.Index);
    }

    /// <summary>Appends a layer, giving it its place, its value and its identifier.</summary>
    public LayerPlan Append(LayerPlan layer, MemberDefinition member, StageContext? stage)
    {
        var index = Layers.Count;
        var identifier = layer.Path.Replace('.', '_');
        while (!_identifiers.Add(identifier))
        {
            identifier += "_";
        }

        var site = Site.Of(layer.Path, member.Place, stage?.Model);
        if (identifier.Length > MaximumName)
        {
            findings.Add(Descriptors.TooLarge, site, model.Name, $"has a layer whose path has {Of(identifier.Length)} characters, and names of compiled code have no more than 1023: shorten the names in it");
        }

        _values += ValuesOf(layer);
        if (_values > MaximumValues)
        {
            findings.Add(Descriptors.TooLarge, site, model.Name, "needs more than 6 GB for the weights and one sample's values up to the layer " + layer.Path);
            _values = 0;
            layer = layer with { Output = new Shape(1, 1, 1) };
        }

        layer = layer with { Index = index, Declared = index, Value = Inputs.Length + index, Identifier = identifier };
        Layers.Add(new ExpandedLayer(layer, site));
        if (index == MaximumLayers)
        {
            // The largest count of the stages that are open is the likeliest mistake.
            var (repeat, stageOfModel) = _openRepeats.OrderByDescending(static r => r.Repeat.Count).FirstOrDefault();
            var place = repeat is null ? site
                : stageOfModel.Facets.Contains(repeat) ? new Site(model.Name, repeat.Place, null)
                : Site.Of(layer.Path, repeat.Place, stageOfModel);
            findings.Add(Descriptors.TooLarge, place, model.Name, "expands to more than " + Of(MaximumLayers) + " layers");
        }

        return layer;
    }

    // As memory holds them: channels in whole blocks.
    private static long ValuesOf(LayerPlan layer)
    {
        var output = RoundUp(layer.Output.Channels);
        var weights = layer.Producer.Weights(layer.Input) is { } w ? Sizes.Product(output, RoundUp(w.Inputs), w.Taps) : 0;
        var values = Sizes.Product(output, layer.Output.SlabSize);
        return Math.Min(weights, MaximumValues + 1) + Math.Min(values, MaximumValues + 1);

        static long RoundUp(int channels) => Ceiling.Multiple((long)channels, ChannelBlock.Size);
    }

    private StageMemberPlan StageOf(MemberDefinition member, Scope scope)
    {
        var nothing = new StageMemberPlan(member.Name, member.Modifiers, member.Block!.FullName, default);
        var block = _blocks[member.Block.FullName];
        if (_openBlocks.Contains(block.FullName))
        {
            var chain = string.Join(" > ", _openBlocks.Append(block.FullName)).Replace("global::", "").Replace("@", "");
            var site = Site.Of(scope.Prefix + member.Name, member.Place, scope.Stage?.Model);
            findings.Add(Descriptors.BlockRecursion, site, site.Name, block.Name, chain);
            return nothing;
        }

        return nothing with { Blocks = Blocks(member, member.Facets.OfType<RepeatFacet>().First(), block, scope) };
    }

    private EquatableArray<ExpandedBlock> Blocks(MemberDefinition member, RepeatFacet repeat, BlockDefinition block, Scope scope)
    {
        var expanded = new List<ExpandedBlock>();
        _openBlocks.Add(block.FullName);
        var model = scope.Stage?.Model ?? member;
        _openRepeats.Add((repeat, model));
        if (member.Facets.OfType<FromFacet>().FirstOrDefault() is { } from)
        {
            scope.Last = scope.Resolve(from.Source);
        }

        var rank = ShapeOf(scope.Last).Rank;
        if (repeat.Strides is { } strides)
        {
            new Values(Site.Of(scope.Prefix + member.Name, repeat.Place, scope.Stage?.Model), findings).Check(
                "The length of Strides", strides.Length, strides.Length == rank, $"{Of(rank)}, as many as its samples have sides");
        }

        for (var i = 0; i < repeat.Count && Layers.Count <= MaximumLayers; i++)
        {
            var channels = repeat.Channels > 0 ? repeat.Channels : scope.Stage?.Channels ?? 0;
            var path = scope.Prefix + member.Name;
            var stage = new StageContext(model, path, repeat, channels, isFirst: i == 0, scope.Last, block);
            var inner = new Scope(path + "." + Of(i) + ".", scope.Last, stage);
            var count = Layers.Count;
            var members = Members(block.Members, inner);
            scope.Last = inner.Last;
            expanded.Add(new ExpandedBlock(members, stage.Projection));
            if (Layers.Count == count)
            {
                // A block of stages that are all wrong, which is said: however often, it adds nothing.
                break;
            }
        }

        _openRepeats.RemoveAt(_openRepeats.Count - 1);
        _openBlocks.RemoveAt(_openBlocks.Count - 1);
        return EquatableArray.From(expanded);
    }
}

/// <summary>A layer together with where to say what is wrong with it.</summary>
internal sealed record ExpandedLayer(LayerPlan Plan, Site Site);
