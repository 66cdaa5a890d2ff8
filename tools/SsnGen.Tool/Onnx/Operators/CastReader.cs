using SsnGen.Onnx.Format;

namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads changes of the type of numbers, which all are floats here.</summary>
internal sealed class CastReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph)
    {
        var type = (TensorProto.Types.DataType)node.Int("to", 0);
        node.Ignore("saturate");
        if (graph.Get(node, 0) is ImportedConstant { Tensor: var tensor })
        {
            var isWhole = type is TensorProto.Types.DataType.Int64 or TensorProto.Types.DataType.Int32;
            graph.Set(node, new ImportedConstant(isWhole ? tensor.Floats is { } floats ? OnnxTensor.Of(Array.ConvertAll(floats, static v => (long)v), tensor.Dims) : tensor
                : type is not (TensorProto.Types.DataType.Float or TensorProto.Types.DataType.Double) ? throw new UnsupportedException($"it makes {type} of a constant")
                : tensor.Integers is not { } integers ? tensor
                : OnnxTensor.Of(Array.ConvertAll(integers, static v => (float)OnnxTensor.Number(v)), tensor.Dims)));
            return;
        }

        graph.Set(node, type == TensorProto.Types.DataType.Float ? graph.Get(node, 0) : throw new UnsupportedException($"it makes values of the type {type}, and networks compute in float32"));
    }
}
