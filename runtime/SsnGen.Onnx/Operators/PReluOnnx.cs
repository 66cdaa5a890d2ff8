namespace SsnGen.Onnx.Operators;

/// <summary>Parametric ReLU as a node, whose slopes stretch over the sides.</summary>
internal sealed class PReluOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x) => nodes.Node("PRelu", "prelu", [x, nodes.Slopes()]);
}
