namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads constants of one value.</summary>
internal sealed class ConstantOfShapeReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph)
    {
        var shape = graph.Constant(node, 0, "dimensions").Integers ?? throw new UnsupportedException("its dimensions are no integers");
        var value = node.Tensor("value") ?? OnnxTensor.Of([0f], 1);
        if (!value.IsScalar || shape.Any(static s => s is < 0 or > OnnxTensor.MostComputed))
        {
            throw new UnsupportedException("it makes a constant of the size of the batch, or of several values");
        }

        graph.Set(node, new ImportedConstant(value.Pick(static _ => 0, [.. shape.Select(static s => (int)s)])));
    }
}
