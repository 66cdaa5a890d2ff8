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
    private readonly double[]? _scales;

    private FoldedWeights(float[] values, float[] bias, double[]? scales)
    {
        _values = values;
        _scales = scales;
        Bias = bias;
        Inputs = values.Length / bias.Length;
    }

    /// <summary>The bias of each output, zeros where the layer has none.</summary>
    public IReadOnlyList<float> Bias { get; }

    /// <summary>Outputs.</summary>
    public int Outputs => Bias.Count;

    /// <summary>Weights of each output.</summary>
    public int Inputs { get; }

    /// <summary>
    /// Reads the weights of a layer; of a transposed convolution those of the convolution that computes all its phases, [stride²·O, I, …].
    /// </summary>
    /// <param name="layer">The layer, as compiled.</param>
    /// <param name="weights">The weights of the network.</param>
    /// <param name="folds">Whether the normalization behind it, by running moments alone, is folded in.</param>
    /// <exception cref="ArgumentException">The layer has no weights, or is to be folded and has no normalization or is a transposed convolution.</exception>
    /// <exception cref="InvalidOperationException">It is to be folded, and is not normalized by running moments alone.</exception>
    /// <exception cref="Files.WeightsException">A tensor is missing or has another shape.</exception>
    public static FoldedWeights Read(Layer layer, NetworkWeights weights, bool folds)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(weights);
        var tensors = layer.Producer.Weights(layer.Input) ?? throw new ArgumentException($"Layer {layer.Path} has no weights.", nameof(layer));
        var path = tensors.Prefix(layer.Path);
        var values = weights.Get(path + ".weight", [.. tensors.Shape]);
        var bias = tensors.HasBias ? weights.Get(path + ".bias", tensors.Outputs) : new float[tensors.Outputs];
        if (layer.Producer is Producer.ConvTranspose transpose)
        {
            if (folds)
            {
                throw new ArgumentException($"Nothing is folded into the transposed convolution of {layer.Path}.", nameof(folds));
            }

            var phases = transpose.Window.Rows.Stride * transpose.Window.Columns.Stride;
            return new FoldedWeights(Phases(transpose, tensors, values), [.. Enumerable.Repeat(bias, phases).SelectMany(static b => b)], null);
        }

        if (!folds)
        {
            return new FoldedWeights(values, bias, null);
        }

        var normalization = new CollapsedNormalization(layer, weights);
        normalization.RequireRunning();
        var scales = new double[bias.Length];
        for (var output = 0; output < bias.Length; output++)
        {
            scales[output] = normalization.Scale(output);
            bias[output] = (float)((scales[output] * bias[output]) + normalization.Shift(output));
        }

        return new FoldedWeights(values, bias, scales);
    }

    // The convolution that computes all phases of a transposed one as outputs: first those of phase (0, 0), then those of (0, 1).
    private static float[] Phases(Producer.ConvTranspose transpose, ProducerWeights tensors, float[] values)
    {
        var (rows, columns) = (TransposedAxis.Of(transpose.Window.Rows), TransposedAxis.Of(transpose.Window.Columns));
        var (height, width) = (transpose.Window.Rows.Stride, transpose.Window.Columns.Stride);
        var (kernel, taps) = (columns.Axis.Kernel, rows.Kernel * columns.Kernel);
        var expanded = new float[height * width * tensors.Outputs * tensors.Inputs * taps];
        for (var place = 0; place < expanded.Length; place++)
        {
            var (pair, tap) = Math.DivRem(place, taps);
            var (output, input) = Math.DivRem(pair, tensors.Inputs);
            var (phase, channel) = Math.DivRem(output, tensors.Outputs);
            if (rows.Tap(phase / width, tap / columns.Kernel) is { } u && columns.Tap(phase % width, tap % columns.Kernel) is { } v)
            {
                expanded[place] = values[(((((input * tensors.Outputs) + channel) * rows.Axis.Kernel) + u) * kernel) + v];
            }
        }

        return expanded;
    }

    /// <summary>The weights of one output as they are in the file, row-major; <see cref="Scale"/> is still to be applied.</summary>
    /// <param name="output">Which output.</param>
    public ReadOnlySpan<float> Values(int output) => _values.AsSpan(output * Inputs, Inputs);

    /// <summary>What the weights of one output are multiplied by.</summary>
    /// <param name="output">Which output.</param>
    public double Scale(int output) => _scales?[output] ?? 1;
}
