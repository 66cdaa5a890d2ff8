namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads the maximum of each channel: a window as large as the picture.</summary>
internal sealed class GlobalMaxPoolReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Pictures(node, 0).Value;
        graph.Set(node, GraphReading.Natural(graph.Add(new Producer.MaxPool(Window.Of([.. x.Shape.Sides.Select(static s => new WindowAxis(s, s))])), x), isFlat: false));
    }
}
