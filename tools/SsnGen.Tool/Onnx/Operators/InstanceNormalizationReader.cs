namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads instance normalization; of channels that are regrouped before it, it is group or layer normalization.</summary>
internal sealed class InstanceNormalizationReader : OperatorReader
{
    public override int MostInputs => 3;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Value(node, 0);
        var (gamma, beta) = (graph.Floats(node, 1, "scales"), graph.Floats(node, 2, "shifts"));
        var groups = x.Dims[0];
        if (x.Dims.Length < 2 || gamma.Length != groups || beta.Length != groups || x.Value.Shape.Channels % groups != 0)
        {
            throw new UnsupportedException($"it reads {x.Words} with {gamma.Length} scales, and normalizes channels or groups of the {x.Value.Shape.Channels} that there are");
        }

        var channels = x.Value.Shape.Channels;
        SampleNormalization.Add(node, graph, x, groups, SampleNormalization.PerChannel(gamma, channels), SampleNormalization.PerChannel(beta, channels));
    }
}
