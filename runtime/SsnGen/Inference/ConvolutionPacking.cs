using System.ComponentModel;
using SsnGen.Networks;

namespace SsnGen.Inference;

/// <summary>
/// Brings the weights of a convolution or linear layer into the order in which a generated network reads them:
/// [unit][input block][kernel row][kernel column][input channel][output channel of the unit], zeros for channels that
/// only pad a block or belong to another group. Generated networks use it when they load.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ConvolutionPacking
{
    private const int Block = 16;

    /// <summary>The prefix of the weights' names, such as <c>Stem.conv</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The shape of the weights in the file: [O, I / Groups, K, K], or [O, I] of a linear layer.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>Input channels of one group.</summary>
    public required int GroupInputs { get; init; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether there is a bias.</summary>
    public bool HasBias { get; init; }

    /// <summary>Input channels of one block as stored: 16, or all of an input stored by pixels.</summary>
    public int InputChannels { get; init; } = Block;

    /// <summary>Whether each output channel has weights for the input channel of its own place only: [unit][kernel row][kernel column][channel].</summary>
    public bool IsDepthwise { get; init; }

    /// <summary>Input blocks that each unit reads.</summary>
    public required int InputBlocks { get; init; }

    /// <summary>The first input block that each unit reads.</summary>
    public required IReadOnlyList<int> FirstInputBlock { get; init; }

    /// <summary>Blocks of 16 output channels per unit; the last unit may have one where the others have two.</summary>
    public required int UnitBlocks { get; init; }

    /// <summary>
    /// Whether 3×3 kernels g are transformed for Winograd's filtering F(2×2, 3×3) to the 16 points of GgGᵀ (Lavin and
    /// Gray, CVPR 2016), in the order [unit][point][input block][input channel][output channel of the unit].
    /// </summary>
    public bool IsWinograd { get; init; }

    /// <summary>The batch normalization to fold into weights and bias (<c>W ← a·W</c>), or null.</summary>
    public NormalizationPacking? Folded { get; init; }

    private int PaddedOutputs => (Shape[0] + Block - 1) / Block * Block;

    private int Taps => Shape.Skip(1).Aggregate(1, static (product, size) => checked(product * size)) / GroupInputs;

    private int PackedTaps => IsWinograd ? WinogradKernel.Points : Taps;

    private int WeightChannels => IsDepthwise ? 1 : InputChannels;

    /// <summary>Packs the weights and the bias.</summary>
    /// <param name="weights">The weights of the network.</param>
    /// <param name="packed">Receives the packed weights.</param>
    /// <param name="bias">Receives one value per output channel; what pads the last block is set to zero.</param>
    /// <exception cref="ArgumentException">A span has another length than the packed weights or the padded bias.</exception>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public void Pack(NetworkWeights weights, Span<float> packed, Span<float> bias)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var outputs = Shape[0];
        PackedSpans.RequireLength(packed, PaddedOutputs * InputBlocks * PackedTaps * WeightChannels, Path, nameof(packed));
        PackedSpans.RequireLength(bias, PaddedOutputs, Path, nameof(bias));
        var folded = FoldedWeights.Read(weights, Path, Shape, HasBias, Folded);
        packed.Clear();
        bias.Clear();
        for (var output = 0; output < outputs; output++)
        {
            PackOutput(folded.Values(output), output, folded.Scale(output), packed);
            bias[output] = folded.Bias[output];
        }
    }

    private void PackOutput(ReadOnlySpan<float> values, int output, double scale, Span<float> packed)
    {
        var outputs = Shape[0];
        var unit = output / (UnitBlocks * Block);
        var taps = PackedTaps;
        var unitsBefore = unit * UnitBlocks * Block;

        // The last unit ends with the last block.
        var width = Math.Min(UnitBlocks * Block, PaddedOutputs - unitsBefore);
        var offset = unitsBefore * InputBlocks * taps * WeightChannels;
        var firstInput = output / (outputs / Groups) * GroupInputs;
        Span<double> kernel = new double[taps];
        for (var input = 0; input < GroupInputs; input++)
        {
            var block = IsDepthwise ? 0 : ((firstInput + input) / InputChannels) - FirstInputBlock[unit];
            var channel = IsDepthwise ? 0 : (firstInput + input) % InputChannels;
            Kernel(values.Slice(input * Taps, Taps), kernel);
            for (var tap = 0; tap < taps; tap++)
            {
                var line = IsWinograd ? (tap * InputBlocks) + block : (block * taps) + tap;
                var place = ((line * WeightChannels) + channel) * width;
                packed[offset + place + output - unitsBefore] = (float)(scale * kernel[tap]);
            }
        }
    }

    private void Kernel(ReadOnlySpan<float> values, Span<double> kernel)
    {
        if (IsWinograd)
        {
            WinogradKernel.Transform(values, kernel);
            return;
        }

        for (var tap = 0; tap < values.Length; tap++)
        {
            kernel[tap] = values[tap];
        }
    }
}
