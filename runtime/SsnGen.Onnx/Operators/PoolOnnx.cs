namespace SsnGen.Onnx.Operators;

/// <summary>Pooling over windows. Their number is never left to be rounded up, on which runtimes differ: padding reaches as far as the last window.</summary>
internal abstract class PoolOnnx : ProducerOnnx
{
    /// <summary>The same windows, with as much padding behind as the last of them sees.</summary>
    protected static Window Reaching(Layer layer)
    {
        var window = ((Producer.Pool)layer.Producer).Window;
        return window.Ceiling ? window.Reaching(layer.Input, layer.Output) : window;
    }
}

internal sealed class MaxPoolOnnx : PoolOnnx
{
    public override string Write(ProducerNodes nodes, string x) => nodes.Node("MaxPool", "pool", [x], ProducerNodes.Window(Reaching(nodes.Layer)));
}

internal sealed class AveragePoolOnnx : PoolOnnx
{
    public override string Write(ProducerNodes nodes, string x)
    {
        var pool = (Producer.AveragePool)nodes.Layer.Producer;
        var (window, counts) = (Reaching(nodes.Layer), pool.CountsPadding);
        var axes = window.Axes.Zip(pool.Window.Axes).ToArray();
        if (counts && axes.Any(static a => a.First.After > a.Second.After))
        {
            // The padding becomes part of the picture, so that what lies behind it alone does not count.
            long[] pads = [0, 0, .. axes.Select(static a => a.Second.Before), 0, 0, .. axes.Select(static a => a.Second.After)];
            x = nodes.Node("Pad", "padded", [x, nodes.Integers("pads", pads)]);
            window = Window.Of([.. axes.Select(static a => a.First with { Before = 0, After = Math.Max(0, a.First.After - a.Second.After) })]);
            counts = false;
        }

        return nodes.Node("AveragePool", "pool", [x], [.. ProducerNodes.Window(window), ("count_include_pad", counts ? 1 : 0)]);
    }
}

internal sealed class GlobalAveragePoolOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x) => nodes.Node("GlobalAveragePool", "pool", [x]);
}
