namespace SsnGen.Generator.Planning.Inference;

/// <summary>
/// How the values of a layer are produced, wherever they and its weights lie: layers that agree in all of it share its loops.
/// </summary>
/// <param name="Sources">What it reads: one tensor, or the channels of several, one after the other; no places.</param>
/// <param name="Factor">What the values are multiplied by where they are produced, or null; no place.</param>
/// <param name="Residual">What is added then, or null; no place.</param>
/// <param name="Output">What it writes; no place.</param>
/// <param name="Convolution">How it convolves, for producers with weights; no places.</param>
/// <param name="IsAffine">Whether running moments normalize the values as they are produced.</param>
/// <param name="Activation">What they end with there.</param>
internal sealed record ProductionPlan(
    Producer Producer,
    EquatableArray<TensorPlan> Sources,
    TensorPlan? Factor,
    TensorPlan? Residual,
    TensorPlan Output,
    ConvolutionPlan? Convolution,
    bool IsAffine,
    Activation? Activation)
{
    /// <summary>That of one layer.</summary>
    public static ProductionPlan Of(StepPlan step) => new(
        step.Layer.Computed,
        EquatableArray.From(step.Sources.Select(static s => s.Layout)),
        step.Factor?.Layout,
        step.FinishesInProducer ? step.Residual?.Layout : null,
        step.Output.Layout,
        step.Convolution is { } c ? c with { SourceOffset = 0, WeightsOffset = 0, BiasOffset = 0, HasBias = false } : null,
        step.Normalization.Scope == CollapseScope.Affine,
        step.FinishesInProducer ? step.Activation : null);

    /// <summary>What it reads, where that is one tensor.</summary>
    internal TensorPlan Source => Sources.Single();

    /// <summary>Whether it reads the channels of several tensors.</summary>
    public bool Joins => Sources.Length > 1;

    /// <summary>Whether each block of channels that it writes is one that it reads, since all that it joins begins with a block.</summary>
    public bool JoinsBlocks => Starts.All(static s => s % InferencePlan.Block == 0);

    /// <summary>The channel that each of what it reads begins with.</summary>
    public IReadOnlyList<int> Starts => [.. Sources.Select((_, i) => Sources.Take(i).Sum(static s => s.Shape.Channels))];

    /// <summary>Whether it reads a slope for each channel.</summary>
    public bool HasSlopes => Producer is Producer.PRelu;

    /// <summary>Whether nothing is done with the values but to produce them.</summary>
    public bool IsPlain => !IsAffine && Factor is null && Residual is null && Activation is null;

    /// <summary>Whether there is one factor for all pixels of a channel.</summary>
    public bool IsFactorPerChannel => Factor is { } factor && !factor.Shape.IsLike(Output.Shape);

    /// <summary>Units of output channels that are produced together.</summary>
    public int Units => UnitsOf(Producer, Convolution, Output);

    /// <summary>Units of output channels that a producer produces together.</summary>
    public static int UnitsOf(Producer producer, ConvolutionPlan? convolution, TensorPlan output) => convolution?.Units ?? (producer.MixesChannels ? 1 : output.Blocks);

    /// <summary>Frames of one unit.</summary>
    public int Frames => Output.Shape.Depth;

    /// <summary>Rows of a frame of one unit, of tiles by Winograd's filtering: each is a job.</summary>
    public int Rows => Convolution?.Winograd?.Rows ?? Output.Shape.Height;

    /// <summary>The means that it takes of its input, for a global average, or null.</summary>
    public MomentsPlan? SourceMeans => Producer is Producer.GlobalAveragePool ? new MomentsPlan(Source.Plane, Variance: false) : null;

    /// <summary>How height and width are interpolated to another size; nothing where they are not.</summary>
    public IEnumerable<ResamplingPlan> Resamplings => Producer is not Producer.ResizeBilinear resize ? [] :
    [
        new(Source.Shape.Height, Output.Shape.Height, resize.AlignsCorners),
        new(Source.Shape.Width, Output.Shape.Width, resize.AlignsCorners),
    ];

    /// <summary>What it is made of where it is computed by Winograd's filtering, or null.</summary>
    public WinogradParts? Winograd => Convolution?.Winograd is null ? null : new WinogradParts(this);
}

/// <summary>How a layer is normalized by moments of the sample, wherever it lies: layers that agree in all of it share its loops.</summary>
/// <param name="Output">What is normalized in place; no place.</param>
/// <param name="Residual">What is added, or null; no place.</param>
/// <param name="Collapse">What is left of the normalization; no places.</param>
/// <param name="Activation">What it ends with.</param>
internal sealed record NormalizingPlan(TensorPlan Output, TensorPlan? Residual, CollapsePlan Collapse, Activation? Activation)
{
    /// <summary>That of one layer, or null where it needs no moments of the sample.</summary>
    public static NormalizingPlan? Of(StepPlan step) => !step.Normalization.NeedsMoments ? null : new(
        step.Output.Layout,
        step.Residual?.Layout,
        step.Normalization with { Attribute = null, SharedRatios = false, Gate = default, ParametersOffset = 0, MomentsOffset = 0 },
        step.Activation);

    /// <summary>The moments that it is normalized by.</summary>
    public MomentsPlan Moments => new(Output.Plane, Collapse.NeedsVariances);

    /// <summary>How its planes are normalized once their moments are known.</summary>
    public ApplyPlan Apply => new(Output.Plane, Residual?.Border, Activation);
}

/// <summary>One call of the network's run: some or all parts of a layer.</summary>
/// <param name="Kind">Which parts.</param>
/// <param name="Jobs">Into how many independent jobs it falls.</param>
/// <param name="IsShared">Whether a team shares them.</param>
internal sealed record RoutinePlan(StepPlan Step, PhaseKind Kind, int Jobs, bool IsShared);
