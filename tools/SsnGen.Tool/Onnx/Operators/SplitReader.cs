namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads all parts of the channels.</summary>
internal sealed class SplitReader : OperatorReader
{
    public override int MostInputs => 2;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Samples(node, 0);
        if (Axis(node.Int("axis", 0), x.Dims.Length + 1) is not 1 and var axis)
        {
            throw new UnsupportedException($"it parts along dimension {axis}, and [Chunk] parts channels, dimension 1");
        }

        var count = (int)Math.Min(node.Int("num_outputs", node.Outputs.Count), int.MaxValue);
        var channels = x.Value.Shape.Channels;
        var sizes = graph.Integers(node, 1, "split") ?? (count == node.Outputs.Count && count > 0 && channels % count == 0
            ? [.. Enumerable.Repeat((long)channels / count, count)]
            : throw new UnsupportedException($"it parts {channels} channels into {count}, which are not equal"));
        if (sizes.Length != node.Outputs.Count || sizes.Any(s => s < 0 || s > channels) || sizes.Sum() != channels)
        {
            throw new UnsupportedException($"it parts {channels} channels into [{string.Join(", ", sizes)}] for {node.Outputs.Count} outputs");
        }

        var start = 0;
        for (var i = 0; i < sizes.Length; i++)
        {
            var end = start + (int)sizes[i];
            if (node.Outputs[i].Length > 0)
            {
                graph.Set(node, SliceReader.Part(graph, x, start, end), i);
            }

            start = end;
        }
    }
}
