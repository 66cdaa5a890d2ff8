namespace SsnGen.Onnx.Operators;

/// <summary>The channels of groups mixed: groups and channels as axes of their own, in the other order.</summary>
internal sealed class ChannelShuffleOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var (shape, groups) = (nodes.Layer.Input, ((Producer.ChannelShuffle)nodes.Layer.Producer).Groups);
        long[] sides = [.. shape.Sides.Select(static s => (long)s)];
        var apart = nodes.Node("Reshape", "groups", [x, nodes.Integers("apart", [0, groups, shape.Channels / groups, .. sides])]);
        int[] order = [0, 2, 1, .. Enumerable.Range(3, shape.Rank)];
        var mixed = nodes.Node("Transpose", "mixed", [apart], ("perm", order));
        return nodes.Node("Reshape", "channels", [mixed, nodes.Integers("together", [0, shape.Channels, .. sides])]);
    }
}

/// <summary>Some of the channels, as a node.</summary>
internal sealed class ChunkOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var (input, output) = (nodes.Layer.Input, nodes.Layer.Output);
        var first = ((Producer.Chunk)nodes.Layer.Producer).First(input);
        return nodes.Node("Slice", "chunk", [x, nodes.Integers("first", first), nodes.Integers("end", first + output.Channels), nodes.Integers("axis", 1)]);
    }
}

/// <summary>Pixels made of channels, as a node.</summary>
internal sealed class DepthToSpaceOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x) =>
        nodes.Node("DepthToSpace", "pixels", [x], ("blocksize", Pixels(nodes).Factor), ("mode", Pixels(nodes).PixelsFirst ? "DCR" : "CRD"));

    private static Producer.DepthToSpace Pixels(ProducerNodes nodes) => (Producer.DepthToSpace)nodes.Layer.Producer;
}
