using SsnGen.Inference;

namespace SsnGen.Generator.Planning.Inference;

/// <summary>
/// A convolution over blocks of 16 channels; a linear layer is one whose kernel covers the whole input. Output channels
/// come in units of one or two blocks, the last of which may have one block where the others have two.
/// </summary>
/// <param name="Window">The window; how much lies around the picture is in the source's offset.</param>
/// <param name="SourceOffset">Floats from the arena's start to the first value under the kernel at output pixel (0, 0), be there one or not.</param>
/// <param name="InputChannels">Channels of one input block as stored: 16, or all of an input stored by pixels.</param>
/// <param name="IsDepthwise">Whether each output channel reads the input channel of its own place, and no other.</param>
/// <param name="InputBlocks">Input blocks that each unit reads.</param>
/// <param name="FirstInputBlock">The first of them for each unit; all 0 for convolutions without groups.</param>
/// <param name="UnitBlocks">Blocks of 16 output channels per unit, 1 or 2.</param>
/// <param name="Units">Units, the last (possibly of one block) included.</param>
/// <param name="LastUnitBlocks">Blocks of the last unit.</param>
/// <param name="WeightsOffset">Floats from the parameters' start to [unit][input block][frame][row][column][input channel][16 · blocks].</param>
/// <param name="BiasOffset">Floats from the parameters' start to one value per output channel.</param>
/// <param name="Rows">How a row of the output (by Winograd's filtering: a strip of tiles) is cut into register tiles, per width of vectors.</param>
/// <param name="Winograd">How it is computed by Winograd's minimal filtering, or null where by its definition.</param>
internal sealed record ConvolutionPlan(
    Window Window,
    int Groups,
    bool HasBias,
    long SourceOffset,
    int InputChannels,
    bool IsDepthwise,
    int InputBlocks,
    EquatableArray<int> FirstInputBlock,
    int UnitBlocks,
    int Units,
    int LastUnitBlocks,
    long WeightsOffset,
    long BiasOffset,
    EquatableArray<RowPlan> Rows,
    WinogradPlan? Winograd = null)
{
    /// <summary>Weights of one unit of <see cref="UnitBlocks"/> blocks.</summary>
    public long UnitLength => InputBlocks * Taps * WeightChannels * UnitBlocks * InferencePlan.Block;

    /// <summary>Weights per pair of channels: those of the kernel, or the points that they are transformed to.</summary>
    public long Taps => Winograd is null ? Window.Taps : Window.Frames.Kernel * WinogradTile.Points;

    /// <summary>Whether each output frame is of several frames, of which some may be missing: those before the first and behind the last.</summary>
    public bool SeesFrames => Window.SeesFrames;

    /// <summary>Input channels of one block that each output channel has weights for.</summary>
    public int WeightChannels => IsDepthwise ? 1 : InputChannels;

    /// <summary>All weights, zeros for padded channels included.</summary>
    public long WeightsLength => (UnitLength * (Units - 1)) + (UnitLength / UnitBlocks * LastUnitBlocks);

    /// <summary>Whether padding is skipped: what the taps beyond the picture would read is never there.</summary>
    public bool SkipsPadding { get; init; }

    /// <summary>Whether units read different input blocks.</summary>
    public bool IsGrouped => FirstInputBlock.Any(static b => b != 0);
}

/// <summary>Width of the vectors that a tile is written for, in bits.</summary>
internal enum VectorWidth
{
    Bits512 = 512,
    Bits256 = 256,
    Bits128 = 128,
}

/// <summary>How one row of a unit, or a part of it whose pixels see the same columns of the kernel, is cut: <paramref name="Count"/> tiles, then possibly one smaller tile.</summary>
/// <param name="Width">Width of the vectors.</param>
/// <param name="UnitBlocks">Blocks of the unit; layers with an odd number of blocks have rows for 2 and for 1.</param>
/// <param name="Main">The tile of most of the row.</param>
/// <param name="Rest">The tile of its end, or null where the main tile divides the row.</param>
internal sealed record RowPlan(VectorWidth Width, int UnitBlocks, int Count, TilePlan Main, TilePlan? Rest)
{
    /// <summary>The part of the row, where padding is skipped.</summary>
    public RowPart Part { get; init; }

    /// <summary>Pixels of all its tiles.</summary>
    public int Pixels => (Count * Main.Pixels) + (Rest?.Pixels ?? 0);
}

/// <summary>A part of a row.</summary>
/// <param name="First">Its first pixel.</param>
/// <param name="Left">The first column of the kernel under which its pixels see the picture.</param>
/// <param name="Right">The end of these columns.</param>
internal readonly record struct RowPart(int First, int Left, int Right);

/// <summary>
/// A register tile: some pixels of one row by 16 or 32 output channels, all held in registers over the whole sum. Layers
/// that agree in all of it share its method.
/// </summary>
/// <param name="Pixels">Output pixels.</param>
/// <param name="Blocks">Blocks of 16 output channels.</param>
/// <param name="Stride">Pixels of the input from one output pixel to the next.</param>
/// <param name="Dilation">Pixels of the input from one kernel column to the next.</param>
/// <param name="InputChannels">Channels of one input block, and so floats from one input pixel to the next.</param>
/// <param name="IsDepthwise">Whether each channel is multiplied by its own weight, instead of all by all.</param>
/// <param name="WeightStep">Floats from the weights of one input channel to the next.</param>
/// <param name="HasBias">Whether the sum starts from a bias, instead of zero.</param>
/// <param name="Residual">Whether a residual is added.</param>
/// <param name="Activation">What the sum is passed through.</param>
internal sealed record TilePlan(
    VectorWidth Width,
    int Pixels,
    int Blocks,
    int KernelHeight,
    int KernelWidth,
    int Stride,
    int Dilation,
    int InputChannels,
    bool IsDepthwise,
    int WeightStep,
    bool HasBias,
    bool Residual,
    Activation? Activation)
{
    /// <summary>Whether it is told which rows and columns of the kernel see the picture, instead of reading zeros around it.</summary>
    public bool SkipsPadding { get; init; }

    /// <summary>Frames of the kernel, of which it is told which are there, or null where it sees one.</summary>
    public int? KernelDepth { get; init; }

    /// <summary>Floats from the weights of one tap to those of the next.</summary>
    public int TapStep => (IsDepthwise ? 1 : InputChannels) * WeightStep;

    /// <summary>Kernel columns that are not adjacent in memory, each a loop of its own.</summary>
    public int Columns => Dilation == 1 || IsDepthwise ? 1 : KernelWidth;

    /// <summary>Adjacent input values of one column: the innermost loop.</summary>
    public int Run => Dilation == 1 && !SkipsPadding ? KernelWidth * InputChannels : InputChannels;

    /// <summary>Vectors of one pixel's output channels.</summary>
    public int Vectors => Blocks * InferencePlan.Block * 32 / (int)Width;

    /// <summary>
    /// Partial sums per accumulator, added up at the end: a multiply-add takes some four cycles and one or two start in
    /// each, so that fewer than eight sums would wait for one another.
    /// </summary>
    public int Chains => Chain(4) ? 4 : Chain(2) ? 2 : 1;

    private bool Chain(int count) => !IsDepthwise && Pixels * Vectors * count <= 8 && Run % count == 0;
}
