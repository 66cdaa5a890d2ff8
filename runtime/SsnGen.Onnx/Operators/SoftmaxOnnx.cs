namespace SsnGen.Onnx.Operators;

/// <summary>The softmax over channels, as a node.</summary>
internal sealed class SoftmaxOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x) => nodes.Node("Softmax", "softmax", [x], ("axis", 1));
}
