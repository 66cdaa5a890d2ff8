using SsnGen.Inference;

namespace SsnGen.Gpu.Networks;

/// <summary>Brings weights into the order in which kernels read them.</summary>
internal static class WeightTiles
{
    /// <summary>
    /// [tile of outputs][weight of an output][output of the tile], zeros for outputs that only fill the last tile of a
    /// group. Tiles of one output leave [O, I·K·K] as in the file.
    /// </summary>
    /// <param name="weights">The weights, which are scaled in double.</param>
    /// <param name="channels">Outputs of a tile.</param>
    /// <param name="groups">Groups of outputs; each begins a tile.</param>
    public static float[] Pack(FoldedWeights weights, int channels, int groups)
    {
        var groupOutputs = weights.Outputs / groups;
        var groupTiles = (groupOutputs + channels - 1) / channels;
        var packed = new float[checked(groups * groupTiles * channels * weights.Inputs)];
        for (var output = 0; output < weights.Outputs; output++)
        {
            var (group, place) = Math.DivRem(output, groupOutputs);
            var (tile, channel) = Math.DivRem(place, channels);
            var start = (((group * groupTiles) + tile) * weights.Inputs * channels) + channel;
            var values = weights.Values(output);
            for (var i = 0; i < values.Length; i++)
            {
                packed[start + (i * channels)] = (float)(weights.Scale(output) * values[i]);
            }
        }

        return packed;
    }
}
