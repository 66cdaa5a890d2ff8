using System.ComponentModel;

namespace SsnGen.Inference;

/// <summary>
/// The order in which an emitted network reads the weights of a convolution or linear layer:
/// [unit][input block][kernel frame][kernel row][kernel column][input channel][output channel of the unit], zeros for channels that only pad a
/// block or belong to another group.
/// </summary>
/// <param name="InputBlocks">Input blocks that each unit reads.</param>
/// <param name="UnitBlocks">Blocks of 16 output channels per unit; the last unit may have one where the others have two.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ConvolutionLayout(int InputBlocks, int UnitBlocks)
{
    /// <summary>Input channels of one block as stored: 16, or all of an input stored by pixels.</summary>
    public int InputChannels { get; init; } = ChannelBlock.Size;

    /// <summary>Whether each output channel has weights for the input channel of its own place only: [unit][kernel frame][kernel row][kernel column][channel].</summary>
    public bool IsDepthwise { get; init; }

    /// <summary>The first input block that each unit reads; null where all read from the first one on.</summary>
    public IReadOnlyList<int>? FirstInputBlock { get; init; }

    /// <summary>
    /// Whether 3×3 kernels g are transformed for Winograd's filtering F(2×2, 3×3) to the 16 points of GgGᵀ (Lavin and
    /// Gray, CVPR 2016), frame by frame, in the order [unit][point][kernel frame][input block][input channel][output channel of the unit].
    /// </summary>
    public bool IsWinograd { get; init; }
}
