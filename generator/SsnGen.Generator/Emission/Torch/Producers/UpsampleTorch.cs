using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Torch.Producers;

/// <summary>Each pixel repeated in both directions, by a function.</summary>
internal sealed class UpsampleTorch : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x) =>
        $"{TorchEmitter.Functional}.interpolate({x}, size: [{Literal.Of(layer.Output.Height)}L, {Literal.Of(layer.Output.Width)}L], mode: global::TorchSharp.torch.InterpolationMode.Nearest)";
}
