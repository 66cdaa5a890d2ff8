namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads the average of each channel.</summary>
internal sealed class GlobalAveragePoolReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph) =>
        graph.Set(node, GraphReading.Natural(graph.Add(new Producer.GlobalAveragePool(), graph.Pictures(node, 0).Value), isFlat: false));
}
