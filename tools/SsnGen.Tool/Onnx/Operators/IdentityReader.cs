namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads what passes on what it reads.</summary>
internal sealed class IdentityReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph) => graph.Set(node, graph.Get(node, 0));
}
