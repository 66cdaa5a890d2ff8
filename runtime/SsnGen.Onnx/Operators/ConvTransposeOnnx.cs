namespace SsnGen.Onnx.Operators;

/// <summary>Transposed convolutions as nodes.</summary>
internal sealed class ConvTransposeOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var conv = (Producer.ConvTranspose)nodes.Layer.Producer;
        return nodes.Node(
            "ConvTranspose",
            "conv",
            [x, .. nodes.Weights()],
            [.. ProducerNodes.DilatedWindow(conv.Window), ("output_padding", new[] { conv.OutputPadding, conv.OutputPadding })]);
    }
}
