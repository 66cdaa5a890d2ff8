using SsnGen.Networks;

namespace SsnGen.Onnx.Operators;

/// <summary>What a producer writes its nodes with.</summary>
/// <param name="graph">The graph.</param>
/// <param name="layer">The layer.</param>
/// <param name="weights">The weights of the network.</param>
/// <param name="rank">How many sides the channels have of what it reads; 0 where that is [N, C].</param>
/// <param name="folded">The batch normalization behind it that is part of its weights, or null.</param>
internal sealed class ProducerNodes(GraphBuilder graph, Layer layer, NetworkWeights weights, int rank, LayerNormalization? folded)
{
    public Layer Layer => layer;

    /// <summary>Adds a node of the layer.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="part">What it is called behind the layer's path.</param>
    /// <param name="inputs">The names of its inputs.</param>
    /// <param name="attributes">Its attributes.</param>
    public string Node(string type, string part, string[] inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        graph.Node(type, layer.Path + "/" + part, inputs, attributes);

    /// <summary>Adds a constant list of floats.</summary>
    /// <param name="part">What it is called behind the layer's path.</param>
    /// <param name="values">The values.</param>
    public string Floats(string part, params float[] values) => graph.Floats(layer.Path + "/" + part, values, values.Length);

    /// <summary>Adds a constant matrix.</summary>
    /// <param name="part">What it is called behind the layer's path.</param>
    /// <param name="values">The values, row by row.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    public string Floats(string part, float[] values, int rows, int columns) => graph.Floats(layer.Path + "/" + part, values, rows, columns);

    /// <summary>Adds a constant list of integers.</summary>
    /// <param name="part">What it is called behind the layer's path.</param>
    /// <param name="values">The values.</param>
    public string Integers(string part, params long[] values) => graph.Integers(layer.Path + "/" + part, values);

    /// <summary>The attributes of a window.</summary>
    public static (string Name, object Value)[] Window(Window window) =>
    [
        ("kernel_shape", Each(window, static a => a.Kernel)),
        ("strides", Each(window, static a => a.Stride)),
        ("pads", (int[])[.. Each(window, static a => a.Before), .. Each(window, static a => a.After)]),
    ];

    /// <summary>The attributes of a window whose taps may lie apart.</summary>
    public static (string Name, object Value)[] DilatedWindow(Window window) => [.. Window(window), ("dilations", Each(window, static a => a.Dilation))];

    private static int[] Each(Window window, Func<WindowAxis, int> value) => [.. window.Axes.Select(value)];

    /// <summary>Weights and, where there is one, bias; both with the batch normalization behind them: W ← aW, b ← ab + shift.</summary>
    public string[] Weights()
    {
        var tensors = layer.Producer.Weights(layer.Input)!;
        var name = tensors.Prefix(layer.Path);
        int[] shape = [.. tensors.Shape];
        var kernel = weights.Get(name + ".weight", shape);
        if (!tensors.HasBias && folded is null)
        {
            return [graph.Floats(name + ".weight", kernel, shape)];
        }

        var bias = tensors.HasBias ? weights.Get(name + ".bias", tensors.Outputs) : new float[tensors.Outputs];
        if (folded is not null)
        {
            for (var i = 0; i < kernel.Length; i++)
            {
                kernel[i] = (float)(folded.Scale(tensors.OutputOf(i)) * kernel[i]);
            }

            bias = [.. bias.Select((b, c) => (float)((folded.Scale(c) * b) + folded.Shift(c)))];
        }

        return [graph.Floats(name + ".weight", kernel, shape), graph.Floats(name + ".bias", bias, tensors.Outputs)];
    }

    /// <summary>The slopes of the channels, which stretch over the sides.</summary>
    public string Slopes()
    {
        var tensors = layer.Producer.Weights(layer.Input)!;
        var name = tensors.Prefix(layer.Path) + ".weight";
        return graph.Floats(name, weights.Get(name, [.. tensors.Shape]), [tensors.Outputs, .. Enumerable.Repeat(1, rank)]);
    }
}
