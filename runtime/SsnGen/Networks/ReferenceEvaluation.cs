namespace SsnGen.Networks;

/// <summary>
/// Evaluates a network from its description: layer by layer, in double precision, by plain loops that follow the
/// formulas. Nothing is fused, folded or planned, so it shows what a network computes, and is what compiled networks are verified
/// against:
/// <code>
/// var expected = ReferenceEvaluation.Run(network.Layers, weights, images);
/// </code>
/// Evaluation mode: the batch normalizer uses its running moments, and dropout does nothing. A layer with a selection
/// uses the selected pair of normalizers; one without uses the ratios that its gate gives for its control parameters
/// at the radius stored with the weights.
/// </summary>
/// <remarks>Shao et al., CVPR 2019, equations 1 to 3. A small residual network takes milliseconds per image; ResNet-50 at 224×224 several seconds.</remarks>
public static class ReferenceEvaluation
{
    /// <summary>Evaluates a network for a batch of inputs.</summary>
    /// <param name="layers">The layers, in an order in which each comes after those it reads. The last one is the output.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="input">The inputs, [N, C, H, W]; N is what its length gives, and may be 0.</param>
    /// <returns>The output of the last layer, [N, C, H, W] of its own shape.</returns>
    /// <exception cref="ArgumentException">The layers do not fit together, or the input is not a whole number of samples.</exception>
    /// <exception cref="Files.WeightsException">A weight is missing or has another shape.</exception>
    public static double[] Run(IReadOnlyList<Layer> layers, NetworkWeights weights, ReadOnlySpan<float> input) =>
        RunLayers(layers, weights, input)[^1];

    /// <summary>Evaluates a network and keeps what each layer produced, to find the first that differs.</summary>
    /// <param name="layers">As for <see cref="Run"/>.</param>
    /// <param name="weights">As for <see cref="Run"/>.</param>
    /// <param name="input">As for <see cref="Run"/>.</param>
    /// <returns>The output of each layer, in the order of <paramref name="layers"/>.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Run"/>.</exception>
    /// <exception cref="Files.WeightsException">As for <see cref="Run"/>.</exception>
    public static IReadOnlyList<double[]> RunLayers(IReadOnlyList<Layer> layers, NetworkWeights weights, ReadOnlySpan<float> input)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(weights);
        var shape = InputShape(layers);
        if (input.Length % shape.Length != 0)
        {
            throw new ArgumentException($"The input has {input.Length} values, which is not a multiple of the {shape.Length} of one sample ({shape}).", nameof(input));
        }

        var batch = input.Length / shape.Length;
        var networkInput = new double[input.Length];
        for (var i = 0; i < input.Length; i++)
        {
            networkInput[i] = input[i];
        }

        var outputs = new Dictionary<Layer, double[]>(ReferenceEqualityComparer.Instance);
        foreach (var layer in layers)
        {
            var values = layer.Producer.Evaluate(new ReferenceInput(layer, weights, ValuesOf(layer.Source, layer, layer.Input), batch));
            if (layer.Normalization is { } normalization)
            {
                ReferenceNormalizer.Run(layer, normalization, weights, values, batch);
            }

            if (layer.Residual is not null || layer.AddsInput)
            {
                Add(values, ValuesOf(layer.Residual, layer, layer.Output));
            }

            if (layer.Activation is { } activation)
            {
                values = Array.ConvertAll(values, activation.Evaluate);
            }

            outputs.Add(layer, values);
        }

        return [.. layers.Select(layer => outputs[layer])];

        double[] ValuesOf(Layer? source, Layer reader, Shape needed)
        {
            var (name, found) = source is null ? ("the network's input", shape) : (source.Path, source.Output);
            if (found != needed)
            {
                throw new ArgumentException($"Layer {reader.Path} needs {needed} from {name}, which is {found}.", nameof(layers));
            }

            return source is null ? networkInput
                : outputs.TryGetValue(source, out var values) ? values
                : throw new ArgumentException($"Layer {reader.Path} reads {name}, which is not among the layers before it.", nameof(layers));
        }
    }

    private static Shape InputShape(IReadOnlyList<Layer> layers)
    {
        var first = layers.FirstOrDefault(static layer => layer.Source is null)
            ?? throw new ArgumentException("No layer reads the network's input.", nameof(layers));
        return first.Input.Length > 0
            ? first.Input
            : throw new ArgumentException($"Layer {first.Path} has the empty input shape {first.Input}.", nameof(layers));
    }

    private static void Add(double[] values, double[] residual)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += residual[i];
        }
    }
}
