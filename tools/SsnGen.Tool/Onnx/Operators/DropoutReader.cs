namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads what does nothing once training is over.</summary>
internal sealed class DropoutReader : OperatorReader
{
    public override int MostInputs => 3;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        node.Ignore("ratio", "seed");
        RequireEvaluation(node);
        if (node.Outputs.Count > 1 && node.Outputs[1].Length > 0)
        {
            throw new UnsupportedException("its second output, what it dropped, is for training: export the model in evaluation mode");
        }

        if (graph.ConstantOrNull(node, 2, "training mode") is { Length: > 0 } training && training.At(0) != 0)
        {
            throw new UnsupportedException("it drops values: export the model in evaluation mode");
        }

        graph.Set(node, graph.Get(node, 0));
    }
}
