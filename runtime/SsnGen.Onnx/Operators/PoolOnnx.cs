namespace SsnGen.Onnx.Operators;

internal sealed class MaxPoolOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var pool = (Producer.MaxPool)nodes.Layer.Producer;
        return nodes.Node("MaxPool", "pool", [x], ProducerNodes.Window(pool.Window));
    }
}

internal sealed class AveragePoolOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var pool = (Producer.AveragePool)nodes.Layer.Producer;
        return nodes.Node("AveragePool", "pool", [x], [.. ProducerNodes.Window(pool.Window), ("count_include_pad", pool.CountsPadding ? 1 : 0)]);
    }
}

internal sealed class GlobalAveragePoolOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x) => nodes.Node("GlobalAveragePool", "pool", [x]);
}
