namespace SsnGen.Onnx.Operators;

/// <summary>Upsampling as a node: each pixel of the output is the one of the input whose place is its own by the factor, rounded down.</summary>
internal sealed class UpsampleOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var factor = ((Producer.Upsample)nodes.Layer.Producer).Factor;
        return nodes.Node(
            "Resize",
            "upsample",
            [x, "", nodes.Floats("scales", 1, 1, factor, factor)],
            ("mode", "nearest"),
            ("coordinate_transformation_mode", "asymmetric"),
            ("nearest_mode", "floor"));
    }
}
