using SsnGen.Generator.Planning.Inference;
using SsnGen.Generator.Planning.Rewrites;

namespace SsnGen.Generator.Planning.Gpu;

/// <summary>Decides how the collapsed network runs on a device.</summary>
internal static class GpuPlanner
{
    /// <summary>Floats of columns at a time: 64 MiB, about what a large device's cache holds.</summary>
    private const int MostColumns = 16 * 1024 * 1024;

    /// <summary>Floats of columns of one sample, 1 GiB, from which on the tiles that need none are the better choice.</summary>
    private const int LargestColumns = 1 << 28;

    /// <summary>The most products that a library computes at once.</summary>
    private const int MostProducts = 65535;

    /// <summary>Items that a kernel may count: half of what 32 bits hold, as its last stride goes beyond the end.</summary>
    public const int MostItems = 1 << 30;

    /// <summary>Plans a model.</summary>
    public static GpuPlan Plan(ModelPlan model)
    {
        model = TailSplitting.Split(JoinSplitting.Split(ProducerSplitting.SplitSlopes(TransposeSplitting.Split(TrainingPruning.Prune(model))), static l => l is { Producer: Producer.Identity, Fused.Factor: null }));
        var (tensors, length) = Place(model);
        var steps = model.Layers.Select(layer => Step(layer, tensors)).ToArray();

        // What is unfolded is counted by the samples of one product, not by those of the batch.
        var kernels = steps.SelectMany(Kernels).Distinct().ToArray();
        var most = kernels.Where(static k => k is not UnfoldKernel).Select(static k => k.Items)
            .Concat(model.Layers.Select(static l => l.Output.Channels))
            .Max();
        return new GpuPlan(model, new(steps), new(kernels), length, Math.Max(1, MostItems / most));
    }

    private static IEnumerable<DeviceKernel> Kernels(GpuStep step) =>
        new DeviceKernel?[] { step.Convolution?.Tile, step.Convolution?.Columns?.Unfold, step.Convolution?.Columns?.Finish }
            .Concat(step.Values)
            .OfType<DeviceKernel>();

    private static GpuStep Step(LayerPlan layer, GpuTensor[] tensors)
    {
        var collapse = CollapsePlanner.Plan(layer);
        var (multiplied, added, activation) = layer.Fused;
        var factor = multiplied is { } f ? tensors[f] : (GpuTensor?)null;
        var residual = added is { } r ? tensors[r] : (GpuTensor?)null;

        // Residual and activation wait for the moments where there are any.
        var end = collapse.NeedsMoments
            ? default
            : new LayerEnd(collapse.Scope == CollapseScope.Affine ? ChannelShift.Affine : ChannelShift.None, residual is not null, activation);
        return new GpuStep(
            layer,
            EquatableArray.From(layer.Sources.Select(v => tensors[v])),
            factor,
            residual,
            tensors[layer.Value],
            Convolution(layer, collapse, end),
            EquatableArray.From(Values(layer, tensors, factor?.Shape, collapse, end)),
            collapse);
    }

    private static GpuConvolutionPlan? Convolution(LayerPlan layer, CollapsePlan collapse, LayerEnd end)
    {
        if (!layer.Producer.IsWeightedSum)
        {
            return null;
        }

        var (input, window, groups, bias) = layer.Producer switch
        {
            Producer.Conv c => (layer.Input, c.Window, c.Groups, c.Bias),

            // A linear layer is a convolution of single pixels, whose channels are all values of its input.
            Producer.Linear l => (new Shape(layer.Input.Length, 1, 1), new Window(kernel: 1), 1, l.Bias),
            var other => throw new NotSupportedException("No device computes " + other.GetType().Name + "."),
        };

        end = end with { Shift = bias || collapse.Scope == CollapseScope.Folded ? ChannelShift.Bias : ChannelShift.None };
        return new GpuConvolutionPlan(
            TilePlanner.Plan(input, layer.Output, window, groups, end),
            groups == 1 ? Columns(input, layer.Output, window, end) : null);
    }

    private static ColumnsPlan? Columns(Shape input, Shape output, Window window, LayerEnd end)
    {
        var isUnfolded = window.IsPixel;
        var length = Sizes.Product(input.Channels, window.Taps, output.SlabSize);
        if (!isUnfolded && length > LargestColumns)
        {
            return null;
        }

        var samples = isUnfolded ? MostProducts : (int)Math.Max(1, Math.Min(MostProducts, MostColumns / length));
        return new ColumnsPlan(
            isUnfolded ? null : new UnfoldKernel(input, output with { Channels = input.Channels }, window),
            output.SlabSize,
            samples,
            end.IsNothing ? null : new FinishKernel(output.Channels, output.SlabSize, Factor.None, end));
    }

    private static IEnumerable<DeviceKernel> Values(LayerPlan layer, GpuTensor[] tensors, Shape? factor, CollapsePlan collapse, LayerEnd end)
    {
        var first = 0;
        return layer.Producer switch
        {
            { IsWeightedSum: true } => [],
            Producer.Identity when layer.Joins => layer.Sources.Select(v => new JoinKernel(tensors[v].Shape, (first += tensors[v].Shape.Channels) - tensors[v].Shape.Channels, layer.Output, end)).ToArray(),
            Producer.Identity => collapse.NeedsMoments ? [] : [new FinishKernel(layer.Output.Channels, layer.Output.SlabSize, FactorOf(layer, factor), end)],
            _ => [new ProduceKernel(layer.Computed, layer.Input, layer.Output, end)],
        };
    }

    private static Factor FactorOf(LayerPlan layer, Shape? factor) => factor is null ? Factor.None : factor.Value.IsLike(layer.Output) ? Factor.Values : Factor.Channels;

    /// <summary>Places all values: inputs are read from the caller's memory, and what is returned is written to it.</summary>
    private static (GpuTensor[] Tensors, int Length) Place(ModelPlan model)
    {
        var last = model.LastReaders();
        var between = model.Layers.Where(l => !model.Returns(l.Value)).ToArray();
        var (offsets, length) = MemoryPlanner.Place(
            between.Select(l => new MemoryRequest(Ceiling.Multiple(l.Output.Length, GpuPlan.Alignment), l.Index, last[l.Value])).ToArray());
        var tensors = model.Shapes
            .Select((shape, value) => new GpuTensor(model.LayerOf(value) is null ? TensorPlace.Inputs : TensorPlace.Outputs, shape, Offset: 0))
            .ToArray();
        for (var i = 0; i < between.Length; i++)
        {
            tensors[between[i].Value] = new GpuTensor(TensorPlace.Arena, between[i].Output, checked((int)offsets[i]));
        }

        return (tensors, checked((int)length));
    }
}
