using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Torch.Producers;

/// <summary>The softmax over channels, by a function.</summary>
internal sealed class SoftmaxTorch : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x) => $"{TorchEmitter.Functional}.softmax({x}, 1L)";
}
