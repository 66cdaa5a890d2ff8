namespace SsnGen.Onnx.Operators;

/// <summary>Fully connected layers as nodes.</summary>
internal sealed class LinearOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x) => nodes.Node("Gemm", "linear", [x, .. nodes.Weights()], ("transB", 1));
}
