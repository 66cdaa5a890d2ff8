using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Torch.Producers;

/// <summary>Another size, by the values of single pixels.</summary>
internal sealed class ResizeNearestTorch : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x) =>
        Rounds(layer.Input.Height, layer.Output.Height) || Rounds(layer.Input.Width, layer.Output.Width)
            ? $"Nearest({x}, {Literal.Of(layer.Output.Height)}L, {Literal.Of(layer.Output.Width)}L)"
            : ResizeBilinearTorch.Interpolate(layer, x, "Nearest", "");

    // libtorch multiplies by a quotient that it has rounded to a float, and so may take the pixel before the right one, as of 41 from 1.
    private static bool Rounds(int size, int resized)
    {
        var scale = (float)size / resized;
        return Enumerable.Range(0, resized).Any(i => Math.Min((int)(float)(i * scale), size - 1) != (long)i * size / resized);
    }
}

/// <summary>Another size, by the distances to the pixels around.</summary>
internal sealed class ResizeBilinearTorch : ProducerTorch
{
    /// <inheritdoc/>
    public override string Forward(LayerPlan layer, string x) =>
        Interpolate(layer, x, "Bilinear", $", align_corners: {Literal.Of(((Producer.ResizeBilinear)layer.Producer).AlignsCorners)}");

    /// <summary>The function of libtorch.</summary>
    public static string Interpolate(LayerPlan layer, string x, string mode, string more) =>
        $"{TorchEmitter.Functional}.interpolate({x}, size: [{Literal.Of(layer.Output.Height)}L, {Literal.Of(layer.Output.Width)}L], mode: global::TorchSharp.torch.InterpolationMode.{mode}{more})";
}
