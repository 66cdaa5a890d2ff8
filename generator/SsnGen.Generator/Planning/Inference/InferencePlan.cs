namespace SsnGen.Generator.Planning.Inference;

/// <summary>What the collapsed network of one model is made of: its layout in memory, its tiles, its steps.</summary>
/// <param name="Input">The packed network input.</param>
/// <param name="Steps">One per layer, in the order of execution.</param>
/// <param name="Tiles">The distinct tiles, in the order of first use.</param>
/// <param name="ArenaLength">Floats of working memory per concurrent run.</param>
/// <param name="ParametersLength">Floats of packed weights and normalization parameters.</param>
/// <param name="MinimumBatch">From this batch size on, samples are shared out over the team.</param>
internal sealed record InferencePlan(
    ModelPlan Model,
    TensorPlan Input,
    EquatableArray<StepPlan> Steps,
    EquatableArray<TilePlan> Tiles,
    int ArenaLength,
    int ParametersLength,
    int MinimumBatch)
{
    /// <summary>Channels of one block of the nChw16c layout.</summary>
    public const int Block = 16;

    /// <summary>The tensor that the network returns.</summary>
    public TensorPlan Output => Steps[Steps.Length - 1].Output;

    /// <summary>The tensor of a layer, or of the network's input for −1.</summary>
    public TensorPlan Tensor(int layer) => layer < 0 ? Input : Steps[layer].Output;
}

/// <summary>
/// Height, width and border of a plane of 16 channels. Layers whose planes agree share the methods that walk them.
/// </summary>
/// <param name="Halo">Width of the border of zeros that the convolutions reading it need.</param>
internal readonly record struct PlaneShape(int Height, int Width, int Halo)
{
    /// <summary>Floats from one row to the next.</summary>
    public int RowStride => (Width + (2 * Halo)) * InferencePlan.Block;

    /// <summary>Floats of one block of channels, border included.</summary>
    public int Length => (Height + (2 * Halo)) * RowStride;

    /// <summary>Floats from the plane's first to its first pixel inside the border.</summary>
    public int Interior => Halo * (RowStride + InferencePlan.Block);

    public override string ToString() => Halo == 0 ? $"{Height}x{Width}" : $"{Height}x{Width}h{Halo}";
}

/// <summary>A tensor of one sample in the arena: blocks of 16 channels, or, for a network input of few channels, pixels.</summary>
/// <param name="Offset">Floats from the arena's start; a multiple of 16.</param>
/// <param name="PixelStride">Floats from one pixel to the next: 16, or the channels of an input stored by pixels.</param>
internal sealed record TensorPlan(ShapePlan Shape, int Halo, int PixelStride, int Offset)
{
    public int Blocks => PixelStride < InferencePlan.Block ? 1 : Ceiling.Divide(Shape.Channels, InferencePlan.Block);

    public int RowStride => (Shape.Width + (2 * Halo)) * PixelStride;

    public int PlaneStride => (Shape.Height + (2 * Halo)) * RowStride;

    /// <summary>Floats from the tensor's first to its first pixel inside the border.</summary>
    public int Interior => Halo * (RowStride + PixelStride);

    /// <summary>Floats, rounded up to whole cache lines.</summary>
    public int Length => Ceiling.Multiple(Blocks * PlaneStride, InferencePlan.Block);

    public PlaneShape Plane => new(Shape.Height, Shape.Width, Halo);

    /// <summary>Whether blocks of 16 channels, which every producer can read, hold it.</summary>
    public bool IsBlocked => PixelStride == InferencePlan.Block;

    public override string ToString() =>
        $"{Shape} at {Offset}" + (Halo > 0 ? $", border {Halo}" : "") + (IsBlocked ? "" : ", stored by pixels");
}

/// <summary>One layer as it runs.</summary>
/// <param name="Convolution">How it convolves, for convolutions and linear layers.</param>
/// <param name="Normalization">How it normalizes.</param>
/// <param name="IsParallel">Whether a single sample is worth sharing out over the team.</param>
internal sealed record StepPlan(
    LayerPlan Layer,
    TensorPlan Source,
    TensorPlan? Residual,
    TensorPlan Output,
    ConvolutionPlan? Convolution,
    CollapsePlan Normalization,
    bool IsParallel)
{
    /// <summary>Whether residual and activation are applied where the values are produced, no statistics being awaited.</summary>
    public bool FinishesInProducer => Normalization.Scope is CollapseScope.None or CollapseScope.Folded or CollapseScope.Affine;

    /// <summary>Units of output channels that are produced together.</summary>
    public int Units => Convolution?.Units ?? Output.Blocks;

    /// <summary>Blocks of 16 output channels in a whole unit.</summary>
    public int UnitBlocks => Convolution?.UnitBlocks ?? 1;

    /// <summary>Independent pieces of its production: one row of one unit each.</summary>
    public int Jobs => Units * Layer.Output.Height;
}

/// <summary>Integer division that rounds up.</summary>
internal static class Ceiling
{
    public static int Divide(int value, int divisor) => (value + divisor - 1) / divisor;

    public static int Multiple(int value, int of) => Divide(value, of) * of;
}
