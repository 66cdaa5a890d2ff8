namespace SsnGen.Onnx.Operators;

/// <summary>Convolutions as nodes.</summary>
internal sealed class ConvOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var conv = (Producer.Conv)nodes.Layer.Producer;
        return nodes.Node(
            "Conv",
            "conv",
            [x, .. nodes.Weights()],
            [.. ProducerNodes.DilatedWindow(conv.Window), ("group", conv.Groups)]);
    }
}
