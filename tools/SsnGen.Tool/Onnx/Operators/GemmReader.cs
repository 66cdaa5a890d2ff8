using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads fully connected layers.</summary>
internal sealed class GemmReader : OperatorReader
{
    public override int MostInputs => 3;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Value(node, 0);
        var weights = graph.Constant(node, 1, "weights");
        node.Ignore("broadcast");
        node.Require("transA", 0, "the batch comes first");
        var (alpha, beta, isTransposed) = (node.Float("alpha", 1), node.Float("beta", 1), node.Int("transB", 0) != 0);
        var layer = Linear(graph, x, weights, isTransposed, alpha);
        var features = layer.Output.Channels;
        if (node.Has(2))
        {
            var bias = graph.Constant(node, 2, "biases");
            if (bias.Floats is null || (bias.Length != 1 && !(bias.Length == features && bias.Dims[^1] == features)))
            {
                throw new UnsupportedException($"its biases are [{string.Join(", ", bias.Dims)}], and it has {features} features");
            }

            layer.Bias = [.. Enumerable.Range(0, features).Select(i => (float)(beta * bias.At(bias.IsScalar ? 0 : i)))];
            layer.Producer = new Producer.Linear(features, Bias: true);
        }

        layer.Hints.Insert(0, node.Inputs[1]);
        graph.Set(node, layer, features);
    }

    /// <summary>Adds a fully connected layer.</summary>
    /// <param name="graph">Takes it.</param>
    /// <param name="x">What it reads.</param>
    /// <param name="weights">Its weights, [inputs, features].</param>
    /// <param name="isTransposed">Whether they are [features, inputs].</param>
    /// <param name="scale">What they are multiplied by.</param>
    public static DraftLayer Linear(GraphReading graph, ImportedValue x, OnnxTensor weights, bool isTransposed, double scale)
    {
        if (!x.IsFlat)
        {
            throw new UnsupportedException($"it reads {x.Words}, and a fully connected layer reads vectors, [N, features]: flatten, or use a 1x1 convolution");
        }

        if (weights.Floats is not { } values || weights.Dims.Length != 2 || weights.Dims[isTransposed ? 1 : 0] != x.Dims[0] || weights.Length == 0)
        {
            throw new UnsupportedException($"its weights are [{string.Join(", ", weights.Dims)}]{(isTransposed ? ", transposed" : "")}, and it reads {x.Dims[0]} features");
        }

        var (inputs, features) = (x.Dims[0], weights.Dims[isTransposed ? 0 : 1]);
        var ours = new float[values.Length];
        for (var f = 0; f < features; f++)
        {
            for (var i = 0; i < inputs; i++)
            {
                ours[(f * inputs) + i] = (float)(scale * values[isTransposed ? (f * inputs) + i : (i * features) + f]);
            }
        }

        var layer = graph.Add(new Producer.Linear(features, Bias: false), x.Value);
        layer.Weight = ours;
        return layer;
    }
}
