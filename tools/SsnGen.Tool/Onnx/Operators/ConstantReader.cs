namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads constants that stand in nodes.</summary>
internal sealed class ConstantReader : OperatorReader
{
    public override int MostInputs => 0;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var tensor = node.Tensor("value")
            ?? (node.FloatOrNull("value_float") is { } f ? OnnxTensor.Of([f]) : null)
            ?? (node.IntOrNull("value_int") is { } i ? OnnxTensor.Of([i]) : null)
            ?? (node.Floats("value_floats") is { } floats ? OnnxTensor.Of(floats, floats.Length) : null)
            ?? (node.Ints("value_ints") is { } ints ? OnnxTensor.Of(ints, ints.Length) : null)
            ?? throw new UnsupportedException("it holds no tensor of numbers");
        graph.Set(node, new ImportedConstant(tensor));
    }
}
