namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads pixels made of channels.</summary>
internal sealed class DepthToSpaceReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Pictures(node, 0);
        var factor = node.Int("blocksize", 0);
        var mode = node.Text("mode", "DCR");
        if (factor is < 1 or > 1 << 14 || mode is not ("DCR" or "CRD"))
        {
            throw new UnsupportedException($"its blocksize is {factor} and its mode {Problems.Shortened(mode)}");
        }

        graph.Set(node, factor == 1 ? x : GraphReading.Natural(graph.Add(new Producer.DepthToSpace((int)factor, mode == "DCR"), x.Value), isFlat: false));
    }
}
