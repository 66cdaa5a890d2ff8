using SsnGen.Tool.Drafts;

namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Reads batch normalization, as it is after training.</summary>
internal sealed class BatchNormalizationReader : OperatorReader
{
    // What epsilon is where the model has none: no variance that a float holds changes by it.
    private const float NoEpsilon = 1e-30f;

    public override int MostInputs => 5;

    public override void Read(OnnxNode node, GraphReading graph)
    {
        var x = graph.Samples(node, 0);
        RequireEvaluation(node);
        node.Require("spatial", 1, "it normalizes each pixel by itself");
        node.Require("training_mode", 0, "export the model in evaluation mode");
        if (node.Outputs.Skip(1).Any(static o => o.Length > 0))
        {
            throw new UnsupportedException("its outputs behind the first are for training: export the model in evaluation mode");
        }

        var (gamma, beta) = (graph.Floats(node, 1, "scales"), graph.Floats(node, 2, "shifts"));
        var (mean, variance) = (graph.Floats(node, 3, "means"), graph.Floats(node, 4, "variances"));
        if (new[] { gamma, beta, mean, variance }.Any(p => p.Length != x.Value.Shape.Channels))
        {
            throw new UnsupportedException($"its parameters are for other than the {x.Value.Shape.Channels} channels that it reads");
        }

        var epsilon = node.Float("epsilon", SsnAttribute.DefaultEpsilon);

        // ONNX weighs the old value, PyTorch and we the new one; what rounding adds is taken away.
        var momentum = (float)Math.Round(1 - (double)node.Float("momentum", 0.9f), 6);
        if (!(epsilon >= 0) || float.IsInfinity(epsilon) || !(momentum is >= 0 and <= 1))
        {
            throw new UnsupportedException($"its epsilon is {epsilon} and its momentum {1 - momentum}");
        }

        if (epsilon == 0)
        {
            (epsilon, variance) = variance.All(static v => v > 2 * SsnAttribute.DefaultEpsilon)
                ? (SsnAttribute.DefaultEpsilon, Array.ConvertAll(variance, static v => (float)(v - (double)SsnAttribute.DefaultEpsilon)))
                : (NoEpsilon, variance);
        }

        var layer = graph.AddBehind(x.Value);
        var kind = new Normalization { Normalizers = [Normalizer.Batch], Epsilon = epsilon, Momentum = momentum, IsRunningVarianceUnbiased = true };
        layer.Normalization = new DraftNormalization(kind, gamma, beta, mean, variance);
        graph.Set(node, layer, x.Dims);
    }
}
