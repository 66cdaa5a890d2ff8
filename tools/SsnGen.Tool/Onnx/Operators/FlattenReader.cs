namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads what makes vectors of pictures.</summary>
internal sealed class FlattenReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph) => Reshaping.Set(node, graph, x =>
        node.Int("axis", 1) is var axis && (axis == 1 || axis == -x.Dims.Length)
            ? [x.Dims.Aggregate(1, static (product, d) => checked(product * d))]
            : throw new UnsupportedException("its axis is not 1: the batch stays the first dimension"));
}
