namespace SsnGen.Generator.Planning.Inference;

/// <summary>What the collapsed network of one model is made of: its layout in memory, its tiles, its steps.</summary>
/// <param name="Inputs">The packed inputs of the network.</param>
/// <param name="Steps">One per layer, in the order of execution.</param>
/// <param name="Tiles">The distinct tiles, in the order of first use.</param>
/// <param name="ScratchOffset">Floats from the arena's start to the first worker's scratch, which ends the arena.</param>
/// <param name="ScratchLength">Floats of scratch that each worker needs for transformed tiles.</param>
/// <param name="ParametersLength">Floats of packed weights and normalization parameters.</param>
/// <param name="MinimumBatch">From this batch size on, samples are shared out over the team.</param>
/// <param name="Until">For each value, the last layer that reads it; the number of layers for what is returned.</param>
internal sealed record InferencePlan(
    ModelPlan Model,
    EquatableArray<TensorPlan> Inputs,
    EquatableArray<StepPlan> Steps,
    EquatableArray<TilePlan> Tiles,
    long ScratchOffset,
    int ScratchLength,
    long ParametersLength,
    int MinimumBatch,
    EquatableArray<int> Until)
{
    /// <summary>Floats of working memory per concurrent run on one thread.</summary>
    public long ArenaLength => ScratchOffset + ScratchLength;

    /// <summary>Channels of one block of the nChw16c layout.</summary>
    public const int Block = ChannelBlock.Size;

    /// <summary>The tensors that the network returns.</summary>
    public IEnumerable<TensorPlan> Outputs => Model.Outputs.Select(o => Steps[Model.LayerOf(o.Value)!.Index].Output);

    /// <summary>Where the parameters of its layers lie, and in which order: networks that agree in that can share them.</summary>
    public IEnumerable<PackingPlan> Packings => Steps.Select(PackingPlan.Of);

    /// <summary>The phases of a single sample that are shared out over the team, in order.</summary>
    public IEnumerable<PhasePlan> Phases => Steps.Where(static s => s.IsParallel).SelectMany(static s => s.Phases).Where(static p => p.IsShared);

    /// <summary>The distinct frames whose border is cleared.</summary>
    public IEnumerable<PlaneShape> Borders => Steps.Select(static s => s.Output.Plane.Frame).Where(static p => !p.Border.IsNone).Distinct();

    /// <summary>The distinct ways in which values are produced, in the order of first use.</summary>
    public IEnumerable<ProductionPlan> Productions => Steps.Where(static s => !s.IsInPlace).Select(ProductionPlan.Of).Distinct();

    /// <summary>The distinct ways in which layers are normalized by moments of the sample, in the order of first use.</summary>
    public IEnumerable<NormalizingPlan> Normalizings => Steps.Select(NormalizingPlan.Of).OfType<NormalizingPlan>().Distinct();

    /// <summary>What runs one sample on one thread, in order.</summary>
    public IEnumerable<RoutinePlan> Alone => Steps.Where(s => s.PooledBy is null).SelectMany(RunAlone);

    /// <summary>What runs one sample on a team, in order; nothing where no part of it is worth sharing.</summary>
    public IEnumerable<RoutinePlan> Together => Phases.Any() ? Steps.SelectMany(RunTogether) : [];

    /// <summary>Whether planes have methods of their own at all.</summary>
    public bool NeedsPlanes => Borders.Any() || Moments.Any();

    /// <summary>The distinct ways in which moments are taken.</summary>
    public IEnumerable<MomentsPlan> Moments => Productions.Select(static p => p.SourceMeans).Concat(Normalizings.Select(static n => n.Moments)).OfType<MomentsPlan>().Distinct();

    /// <summary>The distinct pairs of sizes between which sides are interpolated.</summary>
    public IEnumerable<ResamplingPlan> Resamplings => Productions.SelectMany(static p => p.Resamplings).Distinct();

    /// <summary>The distinct ways in which planes are normalized.</summary>
    public IEnumerable<ApplyPlan> Applications => Normalizings.Select(static n => n.Apply).Distinct();

    // On one thread a unit of channels is pooled, normalized or measured while it is still in cache.
    private static IEnumerable<RoutinePlan> RunAlone(StepPlan step)
    {
        if (!step.RunsByUnits)
        {
            return step.Phases.Select(static p => new RoutinePlan(p.Step, p.Kind, p.Jobs, IsShared: false));
        }

        var units = new RoutinePlan(step, PhaseKind.Run, step.Units, IsShared: false);
        return step.Normalization.Scope == CollapseScope.Sample ? [units, new RoutinePlan(step, PhaseKind.Normalize, step.Output.Blocks, IsShared: false)] : [units];
    }

    private IEnumerable<RoutinePlan> RunTogether(StepPlan step)
    {
        if (step.IsParallel)
        {
            return step.Phases.Select(static p => new RoutinePlan(p.Step, p.Kind, p.Jobs, p.IsShared));
        }

        if (step.PooledBy is not { } pooledBy)
        {
            return RunAlone(step);
        }

        // The layer before it was shared out, without it.
        return Steps[pooledBy].IsParallel ? [new RoutinePlan(step, PhaseKind.Produce, step.Jobs, IsShared: false)] : [];
    }
}

/// <summary>
/// Size and border of a plane of 16 channels: the frames of a clip one after the other, each with a border of its own. Layers whose planes
/// agree share the methods that walk them.
/// </summary>
/// <param name="Border">The border of zeros that the convolutions reading it need.</param>
internal readonly record struct PlaneShape(int Depth, int Height, int Width, Border Border)
{
    /// <summary>Floats from one row to the next.</summary>
    public int RowStride => (Width + (2 * Border.Columns)) * InferencePlan.Block;

    /// <summary>Floats from one frame to the next.</summary>
    public int FrameStride => (Height + (2 * Border.Rows)) * RowStride;

    /// <summary>Floats from the plane's first to its first pixel inside the border.</summary>
    public int Interior => (Border.Rows * RowStride) + (Border.Columns * InferencePlan.Block);

    /// <summary>One frame of it.</summary>
    public PlaneShape Frame => this with { Depth = 1 };

    /// <summary>Its size in words.</summary>
    public string Size => (Depth == 1 ? "" : $"{Depth}x") + $"{Height}x{Width}";

    public override string ToString() => Size + (Border.IsNone ? "" : "h" + Border);
}

/// <summary>A tensor of one sample in the arena: blocks of 16 channels, or, for a network input of few channels, pixels.</summary>
/// <param name="Offset">Floats from the arena's start; a multiple of 16.</param>
/// <param name="PixelStride">Floats from one pixel to the next: 16, or the channels of an input stored by pixels.</param>
/// <param name="Slack">Floats behind it that a reader may touch, though what it reads there has no effect.</param>
internal sealed record TensorPlan(Shape Shape, Border Border, int PixelStride, long Offset, int Slack = 0)
{
    /// <summary>More than any memory has; lengths of all layers may be added without care.</summary>
    private const long MostLength = 1L << 48;

    public int Blocks => PixelStride < InferencePlan.Block ? 1 : Ceiling.Divide(Shape.Channels, InferencePlan.Block);

    public int RowStride => (Shape.Width + (2 * Border.Columns)) * PixelStride;

    /// <summary>Floats from one frame to the next.</summary>
    public int FrameStride => (Shape.Height + (2 * Border.Rows)) * RowStride;

    public int PlaneStride => Shape.Depth * FrameStride;

    /// <summary>Floats from the tensor's first to its first pixel inside the border.</summary>
    public int Interior => (Border.Rows * RowStride) + (Border.Columns * PixelStride);

    /// <summary>Floats, rounded up to whole cache lines.</summary>
    public long Length => Ceiling.Multiple(
        Math.Min(Sizes.Product(Blocks, PixelStride, Shape.Depth, Shape.Height + (2L * Border.Rows), Shape.Width + (2L * Border.Columns)), MostLength) + Slack, InferencePlan.Block);

    public PlaneShape Plane => new(Shape.Depth, Shape.Height, Shape.Width, Border);

    /// <summary>The same without its place.</summary>
    public TensorPlan Layout => this with { Offset = 0, Slack = 0 };

    /// <summary>Whether blocks of 16 channels, which every producer can read, hold it.</summary>
    public bool IsBlocked => PixelStride == InferencePlan.Block;

    public override string ToString() =>
        $"{Shape} at {Offset}" + (Border.IsNone ? "" : $", border {Border}") + (IsBlocked ? "" : ", stored by pixels");
}

/// <summary>One layer as it runs.</summary>
/// <param name="Sources">What it reads.</param>
/// <param name="Convolution">How it convolves, for convolutions and linear layers.</param>
/// <param name="Normalization">How it normalizes.</param>
/// <param name="IsParallel">Whether a single sample is worth sharing out over the team.</param>
/// <param name="Pooling">The step that pools its rows as soon as they are produced, while they are in cache; null where none does.</param>
/// <param name="PooledBy">For pooling: the step that it runs with, which comes before it; null where it runs by itself.</param>
internal sealed record StepPlan(
    LayerPlan Layer,
    EquatableArray<TensorPlan> Sources,
    TensorPlan? Factor,
    TensorPlan? Residual,
    TensorPlan Output,
    ConvolutionPlan? Convolution,
    CollapsePlan Normalization,
    bool IsParallel,
    int? Pooling = null,
    int? PooledBy = null)
{
    /// <summary>Whether there is nothing to do: what it joins lies side by side, where it was computed.</summary>
    public bool IsInPlace { get; private init; }

    /// <summary>That of a layer whose sources lie side by side.</summary>
    public static StepPlan InPlace(LayerPlan layer, TensorPlan[] tensors) =>
        new(layer, EquatableArray.From(layer.Sources.Select(v => tensors[v])), Factor: null, Residual: null, tensors[layer.Value], Convolution: null, CollapsePlan.Nothing, IsParallel: false) { IsInPlace = true };

    /// <summary>Floats from the parameters' start to the slopes of its producer.</summary>
    public long SlopesOffset { get; init; }

    /// <summary>Floats of the slopes of a layer's producer; 0 where it has none.</summary>
    public static long SlopesLength(LayerPlan layer) => layer.HasSlopes ? Ceiling.Multiple((long)layer.Output.Channels, InferencePlan.Block) : 0;

    /// <summary>What it ends with, or null.</summary>
    public Activation? Activation => Layer.Fused.Activation;

    /// <summary>Whether residual and activation are applied where the values are produced, no statistics being awaited.</summary>
    public bool FinishesInProducer => Normalization.Scope is CollapseScope.None or CollapseScope.Folded or CollapseScope.Affine;

    /// <summary>Whether one thread runs it unit by unit: what is pooled, normalized or measured is then still in cache.</summary>
    public bool RunsByUnits => Pooling is not null || (Normalization.NeedsMoments && Convolution?.Winograd is null);

    /// <summary>Floats from the parameters' start to what the next layer keeps among them.</summary>
    public long ParametersEnd => Normalization.ParametersOffset + Ceiling.Multiple(Normalization.ParametersLength, InferencePlan.Block);

    /// <summary>Units of output channels that are produced together.</summary>
    public int Units => ProductionPlan.UnitsOf(Layer.Producer, Convolution, Output);

    /// <summary>Blocks of 16 output channels in a whole unit.</summary>
    public int UnitBlocks => Convolution?.UnitBlocks ?? 1;

    /// <summary>Independent pieces of its production: one row (of tiles, by Winograd's filtering) of one unit each.</summary>
    public int Jobs => Units * UnitJobs;

    /// <summary>Those of one unit.</summary>
    public int UnitJobs => Layer.Output.Depth * (Convolution?.Winograd?.Rows ?? Layer.Output.Height);

    /// <summary>
    /// Values from which on sharing a pass over them out pays: a few microseconds of one core. The work of a layer that
    /// is shared out lies in its production; its statistics may still be too small.
    /// </summary>
    private const int ValuesWorthSharing = 32 * 1024;

    /// <summary>The phases of the layer, one after the other; the team meets after each that is shared.</summary>
    public IEnumerable<PhasePlan> Phases
    {
        get
        {
            if (IsInPlace)
            {
                yield break;
            }

            var sharesPasses = Output.Blocks > 1 && Layer.Output.Length >= ValuesWorthSharing;
            yield return new PhasePlan(this, PhaseKind.Produce, Jobs, Jobs > 1);
            if (Normalization.Scope == CollapseScope.Sample)
            {
                yield return new PhasePlan(this, PhaseKind.Moments, Output.Blocks, sharesPasses);
            }

            if (Normalization.NeedsMoments)
            {
                yield return new PhasePlan(this, PhaseKind.Normalize, Output.Blocks, sharesPasses);
            }
        }
    }
}

/// <summary>The parts of a layer between which the workers of a team wait for each other.</summary>
internal enum PhaseKind
{
    Produce,
    Moments,
    Normalize,

    /// <summary>A unit of channels, produced and then pooled, normalized or measured: what one thread does.</summary>
    Run,
}

/// <summary>One phase of a layer, made of independent jobs.</summary>
/// <param name="IsShared">Whether a team shares it, instead of one thread doing it while the others wait.</param>
internal sealed record PhasePlan(StepPlan Step, PhaseKind Kind, int Jobs, bool IsShared);

/// <summary>Moments of each channel of a plane: means, and variances where needed.</summary>
internal sealed record MomentsPlan(PlaneShape Plane, bool Variance)
{
    private const int LongestChunk = 64;

    /// <summary>Pixels of a row summed in floats before the sum is added to one in double precision.</summary>
    public int Chunk
    {
        get
        {
            for (var chunk = Math.Min(Plane.Width, LongestChunk); chunk >= LongestChunk / 4; chunk--)
            {
                if (Plane.Width % chunk == 0)
                {
                    return chunk;
                }
            }

            return Math.Min(Plane.Width, LongestChunk);
        }
    }

    /// <summary>Independent sums of a chunk, which hide the latency of additions.</summary>
    public int Sums =>
        Plane.Width % Chunk != 0 ? 1
        : Chunk % 4 == 0 ? 4
        : Chunk % 7 == 0 ? 7
        : Chunk % 3 == 0 ? 3
        : Chunk % 5 == 0 ? 5
        : Chunk % 2 == 0 ? 2
        : 1;
}

/// <summary>Normalizes a plane in place, with the residual and the activation of its layer.</summary>
/// <param name="ResidualBorder">The border of the residual's planes, or null where none is added.</param>
internal sealed record ApplyPlan(PlaneShape Plane, Border? ResidualBorder, Activation? Activation);

/// <summary>A side that is interpolated to another size.</summary>
internal sealed record ResamplingPlan(int Size, int Resized, bool AlignsCorners);

/// <summary>Integer division that rounds up.</summary>
internal static class Ceiling
{
    public static int Divide(int value, int divisor) => (int)Divide((long)value, divisor);

    public static long Divide(long value, int divisor) => (value + divisor - 1) / divisor;

    public static int Multiple(int value, int of) => checked(Divide(value, of) * of);

    public static long Multiple(long value, int of) => Divide(value, of) * of;
}
