namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads the dimensions of a value, of which that of the batch stays open.</summary>
internal sealed class ShapeReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph)
    {
        long[] dims = graph.Get(node, 0) is ImportedConstant { Tensor: var tensor } ? [.. tensor.Dims.Select(static d => (long)d)] : [OnnxTensor.Batch, .. graph.Value(node, 0).Dims.Select(static d => (long)d)];
        var (start, end) = SliceReader.Bounds(node.Int("start", 0), node.Int("end", dims.Length), dims.Length);
        graph.Set(node, new ImportedConstant(OnnxTensor.Of(dims[start..end], end - start)));
    }
}
