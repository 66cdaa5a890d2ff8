namespace SsnGen.Onnx.Operators;

/// <summary>Pooling over windows. Their number is never left to be rounded up, on which runtimes differ: padding reaches as far as the last window.</summary>
internal abstract class PoolOnnx : ProducerOnnx
{
    /// <summary>The same windows, with as much padding behind as the last of them sees.</summary>
    protected static Window Reaching(Layer layer)
    {
        var window = ((Producer.Pool)layer.Producer).Window;
        return !window.Ceiling ? window : new Window(
            window.Rows with { After = window.Rows.Overhang(layer.Input.Height, layer.Output.Height) },
            window.Columns with { After = window.Columns.Overhang(layer.Input.Width, layer.Output.Width) });
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
        var (declared, rows, columns) = (pool.Window, window.Rows, window.Columns);
        if (counts && (rows.After > declared.Rows.After || columns.After > declared.Columns.After))
        {
            // The padding becomes part of the picture, so that what lies behind it alone does not count.
            x = nodes.Node("Pad", "padded", [x, nodes.Integers("pads", 0, 0, rows.Before, columns.Before, 0, 0, declared.Rows.After, declared.Columns.After)]);
            window = new Window(Behind(rows, declared.Rows.After), Behind(columns, declared.Columns.After));
            counts = false;
        }

        return nodes.Node("AveragePool", "pool", [x], [.. ProducerNodes.Window(window), ("count_include_pad", counts ? 1 : 0)]);
    }

    private static WindowAxis Behind(WindowAxis axis, int declared) => axis with { Before = 0, After = Math.Max(0, axis.After - declared) };
}

internal sealed class GlobalAveragePoolOnnx : ProducerOnnx
{
    public override string Write(ProducerNodes nodes, string x) => nodes.Node("GlobalAveragePool", "pool", [x]);
}
