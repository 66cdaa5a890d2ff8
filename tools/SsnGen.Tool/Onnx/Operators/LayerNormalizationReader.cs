namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads layer normalization over all values of a sample.</summary>
internal sealed class LayerNormalizationReader : OperatorReader
{
    public override int MostInputs => 3;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Samples(node, 0);
        node.Ignore("stash_type");
        if (node.Outputs.Skip(1).Any(static o => o.Length > 0))
        {
            throw new UnsupportedException("its outputs behind the first are for training");
        }

        var axis = Axis(node.Int("axis", -1), x.Dims.Length + 1);
        if (axis != 1)
        {
            throw new UnsupportedException($"it normalizes over dimensions {axis} to {x.Dims.Length}, and [LayerNorm] over all values of a sample, from 1 on");
        }

        var gamma = Functions.Broadcast.PerChannel(graph, Parameter(1, "scales"), x);
        var beta = node.Has(2) ? Functions.Broadcast.PerChannel(graph, Parameter(2, "shifts"), x) : new double[gamma.Length];
        SampleNormalization.Add(node, graph, x, 1, Array.ConvertAll(gamma, static g => (float)g), Array.ConvertAll(beta, static b => (float)b));

        OnnxTensor Parameter(int input, string what) =>
            graph.Constant(node, input, what) is { Floats: not null } p && p.Dims.SequenceEqual(x.Dims) ? p : throw new UnsupportedException($"its {what} are not {x.Words}");
    }
}
