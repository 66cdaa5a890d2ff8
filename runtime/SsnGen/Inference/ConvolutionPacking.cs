using System.ComponentModel;
using SsnGen.Networks;

namespace SsnGen.Inference;

/// <summary>Brings the weights of a convolution or linear layer into the order in which an emitted network reads them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConvolutionPacking
{
    private readonly Layer _layer;
    private readonly ConvolutionLayout _layout;
    private readonly FoldedWeights _weights;
    private readonly int _groupInputs;
    private readonly int _groups;

    private ConvolutionPacking(Layer layer, ConvolutionLayout layout, FoldedWeights weights)
    {
        (_layer, _layout, _weights) = (layer, layout, weights);
        var tensors = layer.Producer.Weights(layer.Input)!;
        _groupInputs = tensors.Kernel.Count == 0 ? layer.Input.Channels : tensors.Inputs;
        _groups = layer.Input.Channels / _groupInputs;
    }

    private int Padded => ChannelBlock.Padded(_weights.Outputs);

    private int Taps => _weights.Inputs / _groupInputs;

    // Frames of the kernel, each of which is transformed by itself for Winograd's filtering.
    private int Frames => _layout.IsWinograd ? Taps / WinogradKernel.Taps : 1;

    private int PackedTaps => _layout.IsWinograd ? WinogradTile.Points : Taps;

    private int WeightChannels => _layout.IsDepthwise ? 1 : _layout.InputChannels;

    /// <summary>Packs the weights and the bias.</summary>
    /// <param name="layer">The layer, as compiled.</param>
    /// <param name="weights">The weights of the network.</param>
    /// <param name="layout">Their order.</param>
    /// <param name="folds">Whether the normalization behind it, by running moments alone, is folded in: W ← a·W, b ← a·b + shift.</param>
    /// <param name="packed">Receives the packed weights.</param>
    /// <param name="bias">Receives one value per output channel; what pads the last block is set to zero.</param>
    /// <exception cref="ArgumentException">A span has another length than the packed weights or the padded bias, or the layer has no weights.</exception>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public static void Pack(Layer layer, NetworkWeights weights, ConvolutionLayout layout, bool folds, Span<float> packed, Span<float> bias)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(layout);
        new ConvolutionPacking(layer, layout, FoldedWeights.Read(layer, weights, folds)).Pack(packed, bias);
    }

    private void Pack(Span<float> packed, Span<float> bias)
    {
        PackedSpans.RequireLength(packed, Padded * Frames * _layout.InputBlocks * PackedTaps * WeightChannels, _layer.Path, nameof(packed));
        PackedSpans.RequireLength(bias, Padded, _layer.Path, nameof(bias));
        packed.Clear();
        bias.Clear();
        for (var output = 0; output < _weights.Outputs; output++)
        {
            PackOutput(output, packed);
            bias[output] = _weights.Bias[output];
        }
    }

    private void PackOutput(int output, Span<float> packed)
    {
        var values = _weights.Values(output);
        var scale = _weights.Scale(output);
        var unitOutputs = _layout.UnitBlocks * ChannelBlock.Size;
        var unit = output / unitOutputs;
        var (taps, frames, weightChannels) = (PackedTaps, Frames, WeightChannels);
        var frameTaps = Taps / frames;
        var unitsBefore = unit * unitOutputs;

        // The last unit ends with the last block.
        var width = Math.Min(unitOutputs, Padded - unitsBefore);
        var offset = unitsBefore * frames * _layout.InputBlocks * taps * weightChannels;
        var firstInput = output / (_weights.Outputs / _groups) * _groupInputs;
        var firstBlock = _layout.FirstInputBlock?[unit] ?? 0;
        Span<double> kernel = new double[taps];
        for (var input = 0; input < _groupInputs; input++)
        {
            var block = _layout.IsDepthwise ? 0 : ((firstInput + input) / _layout.InputChannels) - firstBlock;
            var channel = _layout.IsDepthwise ? 0 : (firstInput + input) % _layout.InputChannels;
            for (var frame = 0; frame < frames; frame++)
            {
                Kernel(values.Slice(((input * frames) + frame) * frameTaps, frameTaps), kernel);
                for (var tap = 0; tap < taps; tap++)
                {
                    var line = _layout.IsWinograd ? (((tap * frames) + frame) * _layout.InputBlocks) + block : (block * taps) + tap;
                    var place = ((line * weightChannels) + channel) * width;
                    packed[offset + place + output - unitsBefore] = (float)(scale * kernel[tap]);
                }
            }
        }
    }

    private void Kernel(ReadOnlySpan<float> values, Span<double> kernel)
    {
        if (_layout.IsWinograd)
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
