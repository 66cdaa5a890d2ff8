using System.ComponentModel;
using SsnGen.Networks;

namespace SsnGen.Inference;

/// <summary>Brings the slopes of an activation into the order in which a network reads them: one for each channel.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SlopePacking
{
    /// <summary>Packs the slopes of a layer.</summary>
    /// <param name="layer">The layer, as compiled.</param>
    /// <param name="weights">The weights of the network.</param>
    /// <param name="packed">Receives the slope of each channel, padded to blocks of 16 by zeros.</param>
    /// <exception cref="ArgumentException">The span has another length, or the layer has no slopes.</exception>
    /// <exception cref="Files.WeightsException">The tensor is missing or has another shape.</exception>
    public static void Pack(Layer layer, NetworkWeights weights, Span<float> packed)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(weights);
        if (layer.Producer.Weights(layer.Input) is not { AreSlopes: true } tensors)
        {
            throw new ArgumentException($"Layer {layer.Path} has no slopes.", nameof(layer));
        }

        PackedSpans.RequireLength(packed, Length(layer), layer.Path, nameof(packed));
        var slopes = weights.Get(tensors.Prefix(layer.Path) + ".weight", [.. tensors.Shape]);
        packed.Clear();
        if (slopes.Length == 1)
        {
            packed[..layer.Output.Channels].Fill(slopes[0]);
        }
        else
        {
            slopes.CopyTo(packed);
        }
    }

    /// <summary>Values that <see cref="Pack"/> writes.</summary>
    /// <param name="layer">The layer.</param>
    public static int Length(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return ChannelBlock.Padded(layer.Output.Channels);
    }
}
