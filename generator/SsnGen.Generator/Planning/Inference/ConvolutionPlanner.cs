namespace SsnGen.Generator.Planning.Inference;

/// <summary>Decides how a convolution or linear layer is cut into units and register tiles.</summary>
internal static class ConvolutionPlanner
{
    private static readonly VectorWidth[] Widths = [VectorWidth.Bits512, VectorWidth.Bits256, VectorWidth.Bits128];

    /// <summary>
    /// Most pixels of a tile: its accumulators, the weights of one input channel and one input value fill the registers
    /// (32 of 512 bits: 14 × 2 + 2 + 1; 16 of 256 bits: 6 × 2 + 2 + 1; 32 of 128 bits: 6 × 4 + 4 + 1).
    /// </summary>
    private static int MostPixels(VectorWidth width) => width == VectorWidth.Bits512 ? 14 : 6;

    /// <summary>The same for products by Winograd's filtering, whose sums are short: a unit of one block has more pixels.</summary>
    private static int MostTiles(VectorWidth width, int unitBlocks) =>
        width == VectorWidth.Bits512 && unitBlocks == 1 ? 28 : MostPixels(width);

    /// <summary>Plans one layer, or returns null where its producer is no convolution; weights are placed later.</summary>
    public static ConvolutionPlan? Plan(LayerPlan layer, TensorPlan source, bool finishes)
    {
        if (layer.Producer is not (Producer.Conv or Producer.Linear))
        {
            return null;
        }

        var conv = layer.Producer as Producer.Conv;
        var groups = conv?.Groups ?? 1;
        var window = conv?.Window ?? Whole(layer.Input);
        var blocks = Ceiling.Divide(layer.Output.Channels, InferencePlan.Block);
        var byWinograd = WinogradPlanner.Suits(layer, source);
        var unitBlocks = byWinograd ? 2 - (blocks % 2) : UnitBlocks(layer, source, groups, blocks);
        var units = Ceiling.Divide(blocks, unitBlocks);
        var (first, inputBlocks) = InputBlocks(layer, source, groups, unitBlocks, units);
        var plan = new ConvolutionPlan(
            window,
            groups,
            conv?.Bias ?? ((Producer.Linear)layer.Producer).Bias,
            source.Offset - (window.Frames.Before * source.FrameStride) + ((source.Border.Rows - window.Rows.Before) * source.RowStride) + ((source.Border.Columns - window.Columns.Before) * source.PixelStride),
            source.IsBlocked ? InferencePlan.Block : layer.Input.Channels,
            IsDepthwise(layer, source),
            inputBlocks,
            first,
            unitBlocks,
            units,
            blocks - ((units - 1) * unitBlocks),
            WeightsOffset: 0,
            BiasOffset: 0,
            default)
        {
            SkipsPadding = PaddingPlanner.Suits(layer),
        };
        if (!byWinograd)
        {
            return plan with { Rows = EquatableArray.From(Rows(layer, plan, finishes)) };
        }

        var winograd = WinogradPlanner.Plan(layer, inputBlocks, unitBlocks, MostTiles(VectorWidth.Bits512, unitBlocks));
        return plan with { Winograd = winograd, Rows = EquatableArray.From(Products(winograd)) };
    }

    // A linear layer sees all at once.
    private static Window Whole(Shape input) => input.Depth == 1
        ? new(new WindowAxis(input.Height), new WindowAxis(input.Width))
        : new(new WindowAxis(input.Depth), new WindowAxis(input.Height), new WindowAxis(input.Width));

    /// <summary>Whether each output channel reads the input channel of its own place alone; a single channel always does.</summary>
    public static bool IsDepthwise(LayerPlan layer, TensorPlan source) =>
        layer.Producer is Producer.Conv conv && source.IsBlocked && conv.Groups == layer.Input.Channels && conv.Groups == layer.Output.Channels;

    /// <summary>
    /// Two blocks share each input value they load. Not so where groups let each block read fewer input blocks of its own:
    /// a depthwise convolution reads one.
    /// </summary>
    private static int UnitBlocks(LayerPlan layer, TensorPlan source, int groups, int blocks)
    {
        if (blocks == 1)
        {
            return 1;
        }

        var paired = InputBlocks(layer, source, groups, 2, Ceiling.Divide(blocks, 2)).Count;
        var single = InputBlocks(layer, source, groups, 1, blocks).Count;
        return single < paired ? 1 : 2;
    }

    /// <summary>The first input block that each unit reads, and how many every unit reads.</summary>
    private static (EquatableArray<int> First, int Count) InputBlocks(LayerPlan layer, TensorPlan source, int groups, int unitBlocks, int units)
    {
        var outputs = layer.Output.Channels / groups;
        var inputs = layer.Input.Channels / groups;
        var first = new int[units];
        var count = 1;
        for (var unit = 0; unit < units && source.IsBlocked; unit++)
        {
            var channels = unitBlocks * InferencePlan.Block;
            var firstGroup = unit * channels / outputs;
            var lastGroup = (Math.Min((unit + 1) * channels, layer.Output.Channels) - 1) / outputs;
            first[unit] = firstGroup * inputs / InferencePlan.Block;
            count = Math.Max(count, Ceiling.Divide((lastGroup + 1) * inputs, InferencePlan.Block) - first[unit]);
        }

        return (EquatableArray.From(first.Select(f => Math.Min(f, source.Blocks - count))), count);
    }

    private static IEnumerable<RowPlan> Rows(LayerPlan layer, ConvolutionPlan plan, bool finishes)
    {
        foreach (var width in Widths)
        {
            foreach (var unitBlocks in new[] { plan.UnitBlocks, plan.LastUnitBlocks }.Distinct())
            {
                TilePlan Tile(int size) => new(
                    width,
                    size,
                    width == VectorWidth.Bits512 ? unitBlocks : 1,
                    plan.Window.Rows.Kernel,
                    plan.Window.Columns.Kernel,
                    size == 1 ? 1 : plan.Window.Columns.Stride,
                    plan.Window.Columns.Kernel == 1 ? 1 : plan.Window.Columns.Dilation,
                    plan.InputChannels,
                    plan.IsDepthwise,
                    unitBlocks * InferencePlan.Block,
                    HasBias: true,
                    finishes && layer.Fused.Residual is not null,
                    finishes ? layer.Fused.Activation : null)
                {
                    SkipsPadding = plan.SkipsPadding,
                    KernelDepth = plan.SeesFrames ? plan.Window.Frames.Kernel : null,
                };
                var parts = plan.SkipsPadding ? PaddingPlanner.Parts(plan.Window.Columns, layer.Input.Width, layer.Output.Width) : [(default, layer.Output.Width)];
                foreach (var (part, partWidth) in parts)
                {
                    var (count, pixels, rest) = Cut(partWidth, MostPixels(width));
                    yield return new RowPlan(width, unitBlocks, count, Tile(pixels), rest == 0 ? null : Tile(rest)) { Part = part };
                }
            }
        }
    }

    // The products of each point: whole strips, and the last one where it is shorter.
    private static IEnumerable<RowPlan> Products(WinogradPlan plan)
    {
        foreach (var width in Widths)
        {
            foreach (var rows in new[] { plan.StripRows, plan.LastStripRows }.Distinct())
            {
                var (count, pixels, rest) = Cut(rows * plan.Columns, MostTiles(width, plan.UnitBlocks));
                TilePlan Tile(int size) => new(
                    width,
                    size,
                    width == VectorWidth.Bits512 ? plan.UnitBlocks : 1,
                    KernelHeight: 1,
                    KernelWidth: 1,
                    Stride: 1,
                    Dilation: 1,
                    InferencePlan.Block,
                    IsDepthwise: false,
                    plan.UnitBlocks * InferencePlan.Block,
                    HasBias: false,
                    Residual: false,
                    Activation: default);
                yield return new RowPlan(width, plan.UnitBlocks, count, Tile(pixels), rest == 0 ? null : Tile(rest));
            }
        }
    }

    /// <summary>
    /// Cuts a row into tiles: equal ones where a divisor of at least half the largest tile exists, otherwise as few as
    /// possible, all but the last equal.
    /// </summary>
    internal static (int Count, int Pixels, int Remainder) Cut(int width, int most)
    {
        for (var pixels = Math.Min(width, most); pixels >= (most + 1) / 2; pixels--)
        {
            if (width % pixels == 0)
            {
                return (width / pixels, pixels, 0);
            }
        }

        var largest = Ceiling.Divide(width, Ceiling.Divide(width, most));
        return (width / largest, largest, width % largest);
    }
}
