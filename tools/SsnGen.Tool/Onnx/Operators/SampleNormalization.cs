using SsnGen.Tool.Drafts;
using SsnGen.Tool.Onnx.Moments;

namespace SsnGen.Tool.Onnx.Operators;

/// <summary>Adds normalizations of each sample by itself.</summary>
internal static class SampleNormalization
{
    /// <summary>Adds one.</summary>
    /// <param name="node">The node.</param>
    /// <param name="graph">Takes it.</param>
    /// <param name="x">What it reads.</param>
    /// <param name="groups">The groups of channels that are normalized together: all channels for instance, 1 for layer normalization.</param>
    /// <param name="gamma">γ, of each channel.</param>
    /// <param name="beta">β.</param>
    public static void Add(OnnxNode node, GraphReading graph, ImportedValue x, int groups, float[] gamma, float[] beta)
    {
        var channels = x.Value.Shape.Channels;
        var epsilon = node.Float("epsilon", SsnAttribute.DefaultEpsilon);
        if (!(epsilon > 0) || float.IsInfinity(epsilon))
        {
            throw new UnsupportedException($"its epsilon is {epsilon}, and has to be positive");
        }

        if (groups < 1 || channels % groups != 0)
        {
            throw new UnsupportedException($"its {groups} groups do not divide the {channels} channels that it reads");
        }

        var normalizer = groups == channels ? Normalizer.Instance : groups == 1 ? Normalizer.Layer : Normalizer.Group;
        SingleValues.Refuse(normalizer, x.Value.Shape, groups);
        var layer = graph.AddBehind(x.Value);
        layer.Normalization = new DraftNormalization(new Normalization { Normalizers = [normalizer], Groups = normalizer == Normalizer.Group ? groups : 1, Epsilon = epsilon }, gamma, beta);
        graph.Set(node, layer, x.Dims);
    }

    /// <summary>The parameter of each channel, where there is one for each group.</summary>
    public static float[] PerChannel(float[] parameter, int channels)
    {
        if (parameter.Length == 0 || channels % parameter.Length != 0)
        {
            throw new UnsupportedException($"it has {parameter.Length} parameters for {channels} channels");
        }

        var size = channels / parameter.Length;
        return [.. Enumerable.Range(0, channels).Select(c => parameter[c / size])];
    }
}
