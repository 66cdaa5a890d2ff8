namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads average pooling.</summary>
internal sealed class AveragePoolReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph)
    {
        var padding = graph.Get(node, 0) as ImportedPadding;
        var x = padding is null ? graph.Pictures(node, 0) : padding.Of;
        var counts = node.Int("count_include_pad", 0) != 0;
        var window = padding is null ? WindowAttributes.Read(node, x.Value.Shape, null) : Padded(node, x.Value.Shape, padding, ref counts);
        MaxPoolReader.Check(window);
        var isGlobal = window.Axes.Zip(x.Value.Shape.Sides).All(static p => p.First.Kernel == p.Second && p.First is { Before: 0, After: 0 });
        Producer producer = isGlobal ? new Producer.GlobalAveragePool() : new Producer.AveragePool(window, counts || window.Axes.All(static a => a is { Before: 0, After: 0 }));
        graph.Set(node, GraphReading.Natural(graph.Add(producer, x.Value), isFlat: false));
    }

    // Zeros that became part of the picture count; what the pooling itself adds behind them is rounding up.
    private static Window Padded(OnnxNode node, Shape shape, ImportedPadding padding, ref bool counts)
    {
        if (padding.Padded != 0)
        {
            throw new UnsupportedException($"it reads padding of {padding.Padded}, and around average pooling lie zeros");
        }

        var larger = Shape.Of(shape.Channels, [.. shape.Sides.Select((side, i) => checked(side + padding.Before[i] + padding.After[i]))]);
        var over = WindowAttributes.Read(node, larger, null);
        var isPlain = over.Axes.All(static a => a is { Before: 0, After: 0 });
        var window = Window.Of([.. over.Axes.Select((axis, i) => axis with { Before = axis.Before + padding.Before[i], After = padding.After[i] })], ceiling: !isPlain || over.Ceiling);
        var isSame = !over.Axes.Any(static a => a.Before > 0)
            && window.Axes.Select((axis, i) => axis.Steps(shape.Sides[i], window.Ceiling) == over.Axes[i].Steps(larger.Sides[i], over.Ceiling)).All(static same => same);
        counts = isSame && (isPlain || !counts) ? true : throw new UnsupportedException("it adds padding of its own to that before it: let one of them have all");
        return window;
    }
}
