namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads group normalization, whose parameters are for channels or, in older models, for groups.</summary>
internal sealed class GroupNormalizationReader : OperatorReader
{
    public override int MostInputs => 3;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Samples(node, 0);
        node.Ignore("stash_type");
        var (groups, channels) = (node.Int("num_groups", 0), x.Value.Shape.Channels);
        if (groups < 1 || groups > channels)
        {
            throw new UnsupportedException($"its num_groups is {groups}, and it reads {channels} channels");
        }

        var (gamma, beta) = (graph.Floats(node, 1, "scales"), graph.Floats(node, 2, "shifts"));
        if ((gamma.Length != channels && gamma.Length != groups) || beta.Length != gamma.Length)
        {
            throw new UnsupportedException($"it has {gamma.Length} scales and {beta.Length} shifts for {channels} channels");
        }

        SampleNormalization.Add(node, graph, x, (int)groups, SampleNormalization.PerChannel(gamma, channels), SampleNormalization.PerChannel(beta, channels));
    }
}
