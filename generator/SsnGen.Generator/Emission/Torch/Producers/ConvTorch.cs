using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Torch.Producers;

/// <summary>A convolution. What lies around its input is as much on opposite sides, or added to it before.</summary>
internal sealed class ConvTorch() : ModuleTorch("Conv{sides}d", "_conv", "AddConvolution{sides}d")
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x)
    {
        var window = ((Producer.Conv)layer.Producer).Window;
        return base.Forward(layer, window.IsSymmetric ? x : Padded(x, window, "0.0"));
    }
}
