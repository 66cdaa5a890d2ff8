using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Torch.Producers;

/// <summary>The channels of groups mixed.</summary>
internal sealed class ChannelShuffleTorch : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x)
    {
        var groups = ((Producer.ChannelShuffle)layer.Producer).Groups;
        return $"{x}.unflatten(1L, {Literal.Of(groups)}L, {Literal.Of(layer.Input.Channels / groups)}L).transpose(1L, 2L).flatten(1L, 2L)";
    }
}

/// <summary>Some of the channels.</summary>
internal sealed class ChunkTorch : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x) =>
        $"{x}.narrow(1L, {Literal.Of(((Producer.Chunk)layer.Producer).First(layer.Input))}L, {Literal.Of(layer.Output.Channels)}L)";
}

/// <summary>Pixels made of channels.</summary>
internal sealed class DepthToSpaceTorch : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x)
    {
        var pixels = (Producer.DepthToSpace)layer.Producer;
        var (square, channels) = (Literal.Of(pixels.Factor * pixels.Factor), Literal.Of(layer.Output.Channels));
        var ordered = pixels.PixelsFirst ? $"{x}.unflatten(1L, {square}L, {channels}L).transpose(1L, 2L).flatten(1L, 2L)" : x;
        return $"{TorchEmitter.Functional}.pixel_shuffle({ordered}, {Literal.Of(pixels.Factor)})";
    }
}
