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
    public override string Forward(LayerPlan layer, string x) =>
        $"{TorchEmitter.Functional}.pixel_shuffle({x}, {Literal.Of(((Producer.DepthToSpace)layer.Producer).Factor)})";
}
