using SsnGen.Generator.Planning.Rewrites;

namespace SsnGen.Generator.Planning.Inference;

/// <summary>Decides how the collapsed network runs.</summary>
internal static class InferencePlanner
{
    /// <summary>
    /// Multiply-adds from which on sharing work out pays: some ten microseconds of one core, several times the cost of
    /// waking a team that still spins.
    /// </summary>
    private const long WorthSharing = 600_000;

    /// <summary>
    /// Multiply-adds of a whole sample from which on the first waking of a team that sleeps is worth it: some hundred
    /// microseconds of one core, twice what a waking can take.
    /// </summary>
    private const long WorthWaking = 8_000_000;

    /// <summary>What touching one value costs beside its multiply-adds, in multiply-adds.</summary>
    private const long CostPerValue = 8;

    /// <summary>More work than any layer has; that of all layers may be added without care.</summary>
    private const long MostCost = 1L << 50;

    /// <summary>Plans the inference of a model that runs on the processor and is more than one normalization, which runs on its kernel; null for others.</summary>
    public static InferencePlan? PlanWhereItRuns(ModelPlan model) => model.RunsOnCpu && !model.IsNormalizationAlone ? Plan(model) : null;

    /// <summary>Plans the inference of a model, of any size: whether it fits is for <see cref="Capacity"/> to say.</summary>
    public static InferencePlan Plan(ModelPlan model)
    {
        model = ProducerSplitting.SplitMixing(TransposeSplitting.Split(TrainingPruning.Prune(model)));
        var joins = JoinPlacement.Of(model);
        model = TailSplitting.Split(JoinSplitting.Split(model, l => l.Producer is Producer.Identity && !joins.IsInPlace(l)));
        joins = JoinPlacement.Of(model);
        var collapses = model.Layers.Select(CollapsePlanner.Plan).ToArray();
        var (tensors, moments, length, until) = Place(model, joins, collapses);
        var cost = model.Layers.Where(l => !joins.IsInPlace(l)).Sum(Cost);
        var parameters = new ParameterLayout();
        var steps = new StepPlan[model.Layers.Length];
        for (var i = 0; i < steps.Length; i++)
        {
            var layer = model.Layers[i];
            steps[i] = joins.IsInPlace(layer) ? StepPlan.InPlace(layer, tensors) : Step(layer, tensors, collapses[i] with { MomentsOffset = moments[i] }, parameters, cost >= WorthWaking);
        }

        PoolingFusion.Fuse(model, steps);

        var tiles = steps
            .Where(static s => s.Convolution is not null)
            .SelectMany(static s => s.Convolution!.Rows)
            .SelectMany(static r => r.Rest is null ? [r.Main] : new[] { r.Main, r.Rest })
            .Distinct();
        var minimumBatch = (int)Math.Max(2, Math.Min(int.MaxValue, (WorthSharing + cost - 1) / Math.Max(1, cost)));
        return new InferencePlan(
            model,
            EquatableArray.From(tensors.Take(model.Inputs.Length)),
            new(steps),
            EquatableArray.From(tiles),
            length,
            steps.Max(static s => s.Convolution?.Winograd?.ScratchLength ?? 0),
            parameters.Length,
            minimumBatch,
            until);
    }

    private static StepPlan Step(LayerPlan layer, TensorPlan[] tensors, CollapsePlan collapse, ParameterLayout parameters, bool wakes)
    {
        var finishes = collapse.Scope is not (CollapseScope.Channel or CollapseScope.Sample);
        var sources = EquatableArray.From(layer.Sources.Select(v => tensors[v]));
        var convolution = ConvolutionPlanner.Plan(layer, sources[0], finishes);
        if (convolution is not null)
        {
            convolution = convolution with
            {
                WeightsOffset = parameters.Take(convolution.WeightsLength),
                BiasOffset = parameters.Take(layer.Output.Channels),
            };
        }

        var slopes = parameters.Take(StepPlan.SlopesLength(layer));
        collapse = collapse with { ParametersOffset = parameters.Take(collapse.ParametersLength) };
        var factor = layer.Fused.Factor is { } f ? tensors[f] : null;
        var residual = layer.Fused.Residual is { } r ? tensors[r] : null;
        return new StepPlan(layer, sources, factor, residual, tensors[layer.Value], convolution, collapse, wakes && Cost(layer) >= WorthSharing) { SlopesOffset = slopes };
    }

    /// <summary>The layouts of all values; places are given later.</summary>
    private static TensorPlan[] Layouts(ModelPlan model, JoinPlacement joins)
    {
        var borders = new Border[model.ValueCount];
        var byPixels = model.Shapes.Select((shape, i) => model.LayerOf(i) is null && shape.Channels < InferencePlan.Block).ToArray();
        foreach (var layer in model.Layers)
        {
            foreach (var source in layer.Sources)
            {
                borders[source] = borders[source].Or(PaddingPlanner.Suits(layer) ? default : layer.Producer.Border);

                // Only convolutions can read pixels of any number of channels.
                byPixels[source] &= layer.Producer.IsWeightedSum;
            }

            foreach (var value in layer.Tail.Values)
            {
                byPixels[value] = false;
            }
        }

        // What lies side by side has one border, the widest.
        var wholes = Enumerable.Range(0, borders.Length).Select(v => joins.Of(v).Whole).ToArray();
        var widest = new Border[borders.Length];
        for (var v = 0; v < borders.Length; v++)
        {
            widest[wholes[v]] = widest[wholes[v]].Or(borders[v]);
        }

        var tensors = model.Shapes.Select((shape, i) => new TensorPlan(shape, widest[wholes[i]], byPixels[i] ? shape.Channels : InferencePlan.Block, Offset: 0)).ToArray();

        // The last tile of an odd width is read one pixel beyond the border.
        foreach (var layer in model.Layers.Where(l => l is { Joins: false, Output.Width: var width } && width % 2 == 1 && WinogradPlanner.Suits(l, tensors[l.Source])))
        {
            var whole = wholes[layer.Source];
            tensors[whole] = tensors[whole] with { Slack = InferencePlan.Block };
        }

        return tensors;
    }

    /// <summary>Places the tensors, and the moments of the layers that wait for a whole sample, in the arena.</summary>
    private static (TensorPlan[] Tensors, long[] Moments, long ArenaLength, EquatableArray<int> Until) Place(ModelPlan model, JoinPlacement joins, CollapsePlan[] collapses)
    {
        var tensors = Layouts(model, joins);
        var last = Last(model);
        var parts = Enumerable.Range(0, tensors.Length).ToLookup(v => joins.Of(v).Whole);
        int[] wholes = [.. Enumerable.Range(0, tensors.Length).Where(v => parts[v].Any())];
        var merging = Merging(model, collapses);

        // What needs a place in the arena: the tensors, then the moments of each layer that merges them.
        MemoryRequest[] requests =
        [
            .. wholes.Select(w => new MemoryRequest(tensors[w].Length, parts[w].Min(v => model.LayerOf(v)?.Index ?? -1), parts[w].Max(v => last[v]))),
            .. merging.Select(static l => new MemoryRequest(MomentsLength(l.Output.Channels), l.Index, l.Index)),
        ];
        var (offsets, length) = MemoryPlanner.Place(requests);
        for (var i = 0; i < wholes.Length; i++)
        {
            foreach (var value in parts[wholes[i]])
            {
                tensors[value] = tensors[value] with { Offset = offsets[i] + ((long)joins.Of(value).Block * tensors[value].PlaneStride) };
            }
        }

        var moments = new long[model.Layers.Length];
        for (var i = 0; i < merging.Length; i++)
        {
            moments[merging[i].Index] = offsets[wholes.Length + i];
        }

        return (tensors, moments, length, new(last));
    }

    /// <summary>For each value, the last layer while which it is needed.</summary>
    private static int[] Last(ModelPlan model)
    {
        var last = model.LastReaders();
        foreach (var layer in model.Layers)
        {
            if (layer.Producer is Producer.Pool && model.LayerOf(layer.Source) is { } producer)
            {
                // It may run row by row with the layer before it, whose inputs are then still read.
                foreach (var value in producer.Reads)
                {
                    last[value] = Math.Max(last[value], layer.Index);
                }
            }
        }

        // What is returned is unpacked after the last layer.
        foreach (var output in model.Outputs)
        {
            last[output.Value] = model.Layers.Length;
        }

        return last;
    }

    /// <summary>The layers that wait for the moments of a whole sample.</summary>
    private static LayerPlan[] Merging(ModelPlan model, CollapsePlan[] collapses) =>
        model.Layers.Where(l => collapses[l.Index].Scope == CollapseScope.Sample).ToArray();

    /// <summary>Floats that hold a mean and a variance per channel, in doubles.</summary>
    private static long MomentsLength(int channels) => 2 * 2 * Ceiling.Multiple((long)channels, InferencePlan.Block);

    /// <summary>The work of a layer, in multiply-adds.</summary>
    private static long Cost(LayerPlan layer)
    {
        return Math.Min(Sizes.Product(layer.Output.Length, layer.Producer.WorkPerValue(layer.Input) + CostPerValue), MostCost);
    }

    /// <summary>Places parameters one after the other, each at a multiple of 64 bytes.</summary>
    private sealed class ParameterLayout
    {
        public long Length { get; private set; }

        public long Take(long length)
        {
            var offset = Length;
            Length = offset + Ceiling.Multiple(length, InferencePlan.Block);
            return offset;
        }
    }
}
