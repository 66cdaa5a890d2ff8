using System.ComponentModel;
using SsnGen.Networks;

namespace SsnGen.Inference;

/// <summary>
/// Weights and bias of a convolution or linear layer, with the batch normalization behind it folded in: W ← a·W and
/// b ← a·b + shift, computed in double. Generated networks use it when they load.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FoldedWeights
{
    private readonly float[] _values;
    private readonly (double Scale, double Shift)[]? _affine;

    private FoldedWeights(float[] values, float[] bias, (double Scale, double Shift)[]? affine)
    {
        _values = values;
        _affine = affine;
        Bias = bias;
        Inputs = values.Length / bias.Length;
    }

    /// <summary>The bias of each output, zeros where the layer has none.</summary>
    public IReadOnlyList<float> Bias { get; }

    /// <summary>Outputs.</summary>
    public int Outputs => Bias.Count;

    /// <summary>Weights of each output.</summary>
    public int Inputs { get; }

    /// <summary>Reads the weights of a layer.</summary>
    /// <param name="weights">The weights of the network.</param>
    /// <param name="path">The prefix of the weights' names, such as <c>Stem.conv</c>.</param>
    /// <param name="shape">The shape of the weights in the file: [O, I / Groups, K, K], or [O, I] of a linear layer.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="folded">The batch normalization to fold in, or null.</param>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public static FoldedWeights Read(
        NetworkWeights weights, string path, IReadOnlyList<int> shape, bool hasBias, NormalizationPacking? folded = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(shape);
        var values = weights.Get(path + ".weight", [.. shape]);
        var bias = hasBias ? weights.Get(path + ".bias", shape[0]) : new float[shape[0]];
        var affine = folded?.RunningAffine(weights);
        for (var output = 0; affine is not null && output < bias.Length; output++)
        {
            bias[output] = (float)((affine[output].Scale * bias[output]) + affine[output].Shift);
        }

        return new FoldedWeights(values, bias, affine);
    }

    /// <summary>The weights of one output as they are in the file, row-major; <see cref="Scale"/> is still to be applied.</summary>
    /// <param name="output">Which output.</param>
    public ReadOnlySpan<float> Values(int output) => _values.AsSpan(output * Inputs, Inputs);

    /// <summary>What the weights of one output are multiplied by.</summary>
    /// <param name="output">Which output.</param>
    public double Scale(int output) => _affine is null ? 1 : _affine[output].Scale;
}
