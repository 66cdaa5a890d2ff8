namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads max pooling.</summary>
internal sealed class MaxPoolReader : OperatorReader
{
    public override void Read(OnnxNode node, GraphReading graph)
    {
        var padding = graph.Get(node, 0) as ImportedPadding;
        var x = padding is null ? graph.Pictures(node, 0) : padding.Of;
        if (padding is not null && !(padding.Padded <= float.MinValue))
        {
            throw new UnsupportedException($"it reads padding of {padding.Padded}, and around max pooling lies what never wins");
        }

        node.Require("storage_order", 0, "only indices depend on it");
        if (node.Outputs.Count > 1 && node.Outputs[1].Length > 0)
        {
            throw new UnsupportedException("its second output, the places of the maxima, is no value of a network");
        }

        var window = WindowAttributes.Read(node, x.Value.Shape, null, padding);
        Check(window);
        graph.Set(node, GraphReading.Natural(graph.Add(new Producer.MaxPool(window), x.Value), isFlat: false));
    }

    /// <summary>Refuses windows that pooling cannot have.</summary>
    public static void Check(Window window)
    {
        if (window.Axes.Any(static a => a.Dilation != 1))
        {
            throw new UnsupportedException("its dilations are not 1, which pooling does not have");
        }

        if (window.Axes.Any(static a => a.Before >= a.Kernel || a.After >= a.Kernel))
        {
            throw new UnsupportedException("its padding is as large as its kernel, so that a window would see nothing");
        }
    }
}
