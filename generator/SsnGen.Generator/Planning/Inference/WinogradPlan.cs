using SsnGen.Inference;

namespace SsnGen.Generator.Planning.Inference;

/// <summary>
/// A 3×3 convolution of stride 1 by Winograd's minimal filtering F(2×2, 3×3) (Lavin and Gray, CVPR 2016): tiles of 2×2
/// outputs from 4×4 inputs, by 16 products per pair of channels where the definition needs 36. Input tiles are
/// transformed (BᵀdB), multiplied with the transformed weights (GgGᵀ) point by point as 16 convolutions of 1×1, and
/// transformed back (AᵀmA).
/// </summary>
/// <param name="Rows">Rows of tiles.</param>
/// <param name="Columns">Tiles of a row.</param>
/// <param name="StripRows">Rows of tiles that are worked on at a time, so that their transformed input stays in cache.</param>
/// <param name="InputBlocks">Blocks of 16 input channels, of all frames that the kernel sees.</param>
/// <param name="UnitBlocks">Blocks of 16 output channels that are multiplied together.</param>
internal sealed record WinogradPlan(int Rows, int Columns, int StripRows, int InputBlocks, int UnitBlocks)
{
    /// <summary>
    /// What separates the points beside their values: a cache line, since points at a multiple of 4 KiB from each other
    /// would compete for the same few lines of the first-level cache.
    /// </summary>
    private const int Gap = InferencePlan.Block;

    /// <summary>Strips of the layer; the last may be shorter.</summary>
    public int Strips => Ceiling.Divide(Rows, StripRows);

    /// <summary>Rows of tiles of the last strip.</summary>
    public int LastStripRows => Rows - ((Strips - 1) * StripRows);

    /// <summary>Tiles of a whole strip.</summary>
    public int StripTiles => StripRows * Columns;

    /// <summary>Floats from one point of the transformed input to the next.</summary>
    public int InputStride => (InputBlocks * StripTiles * InferencePlan.Block) + Gap;

    /// <summary>Floats from one point of the products to the next.</summary>
    public int ProductStride => (UnitBlocks * StripTiles * InferencePlan.Block) + Gap;

    /// <summary>Floats of working memory per worker: the transformed input of a strip, then the products of a unit.</summary>
    public int ScratchLength => WinogradTile.Points * (InputStride + ProductStride);
}

/// <summary>What a production by Winograd's filtering is made of. Those whose parts agree share the methods of these parts.</summary>
internal sealed class WinogradParts(ProductionPlan plan)
{
    private readonly ConvolutionPlan _convolution = plan.Convolution!;

    private WinogradPlan Plan => _convolution.Winograd!;

    /// <summary>The transform of its input.</summary>
    public InputTransformPlan Input => new(
        _convolution.InputBlocks, Plan.Rows, Plan.Columns, Plan.InputStride, plan.Source.RowStride, plan.Source.PlaneStride, plan.Output.Shape.Height % 2 == 1, Dilation)
    {
        FrameStride = _convolution.SeesFrames ? _convolution.Window.Frames.Dilation * plan.Source.FrameStride : null,
    };

    /// <summary>The products.</summary>
    public ProductPlan Products => new(Plan.InputBlocks, Plan.UnitBlocks, Plan.InputStride, Plan.ProductStride, _convolution.Rows, _convolution.SeesFrames);

    /// <summary>The transform of its output.</summary>
    public OutputTransformPlan Output => new(plan.Output.Plane.Frame, Plan.Columns, Plan.ProductStride, plan.Residual?.Border, plan.Activation, Dilation);

    private int Dilation => _convolution.Window.Rows.Dilation;
}

/// <summary>BᵀdB of the tiles of a strip.</summary>
/// <param name="InputBlocks">Blocks of 16 channels.</param>
/// <param name="Rows">Rows of tiles of the whole input.</param>
/// <param name="Columns">Tiles of a row.</param>
/// <param name="PointStride">Floats from one point of the transformed input to the next.</param>
/// <param name="SourceRow">Floats from one row of the input to the next.</param>
/// <param name="SourcePlane">Floats from one block of channels to the next.</param>
/// <param name="EndsEarly">Whether the last row of tiles has one row of inputs less, the height being odd.</param>
/// <param name="Dilation">Pixels from one row or column of a tile to the next.</param>
internal sealed record InputTransformPlan(
    int InputBlocks, int Rows, int Columns, int PointStride, int SourceRow, int SourcePlane, bool EndsEarly, int Dilation)
{
    /// <summary>Floats from one frame of the kernel to the next, where it sees several and is told which are there; otherwise null.</summary>
    public int? FrameStride { get; init; }
}

/// <summary>The products of a strip with the weights of a unit, point by point.</summary>
/// <param name="InputBlocks">Blocks of 16 input channels.</param>
/// <param name="UnitBlocks">Blocks of 16 output channels.</param>
/// <param name="InputStride">Floats from one point of the transformed input to the next.</param>
/// <param name="ProductStride">Floats from one point of the products to the next.</param>
/// <param name="Rows">The register tiles of a whole strip, and of the last one where it is shorter.</param>
/// <param name="SeesFrames">Whether the blocks are those of several frames, of which some may be missing.</param>
internal sealed record ProductPlan(
    int InputBlocks, int UnitBlocks, int InputStride, int ProductStride, EquatableArray<RowPlan> Rows, bool SeesFrames)
{
    /// <summary>Floats from the weights of one point to those of the next.</summary>
    public int WeightStride => InputBlocks * UnitBlocks * InferencePlan.Block * InferencePlan.Block;
}

/// <summary>AᵀmA of the tiles of a strip, and the end of the layer.</summary>
/// <param name="Plane">The planes that are written.</param>
/// <param name="Columns">Tiles of a row.</param>
/// <param name="PointStride">Floats from one point of the products to the next.</param>
/// <param name="ResidualBorder">The border of the residual's planes, or null where none is added.</param>
/// <param name="Activation">What the outputs are passed through.</param>
/// <param name="Dilation">Pixels from one row or column of a tile to the next.</param>
internal sealed record OutputTransformPlan(
    PlaneShape Plane, int Columns, int PointStride, Border? ResidualBorder, Activation? Activation, int Dilation);
