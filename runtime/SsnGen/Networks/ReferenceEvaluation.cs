namespace SsnGen.Networks;

/// <summary>
/// Evaluates a network from its description: layer by layer, in double precision, by plain loops that follow the
/// formulas. Nothing is fused, folded or planned, so it shows what a network computes, and is what compiled networks are verified
/// against:
/// <code>
/// var expected = ReferenceEvaluation.Run(DigitsNet.Graph, weights, images);
/// </code>
/// Evaluation mode: the batch normalizer uses its running moments, and dropout does nothing. A layer with a selection
/// uses the selected pair of normalizers; one without uses the ratios that its gate gives for its control parameters
/// at the radius stored with the weights.
/// </summary>
/// <remarks>Shao et al., CVPR 2019, equations 1 to 3. A small residual network takes milliseconds per image; ResNet-50 at 224×224 several seconds.</remarks>
public static class ReferenceEvaluation
{
    /// <summary>Evaluates a network of one input and one output for a batch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="input">The samples, [N, C, H, W]; N is what its length gives, and may be 0.</param>
    /// <returns>The output, [N, C, H, W] of its own shape.</returns>
    /// <exception cref="ArgumentException">The network has several inputs or outputs, or the input is not a whole number of samples.</exception>
    /// <exception cref="Files.WeightsException">A weight is missing or has another shape.</exception>
    public static double[] Run(NetworkGraph network, NetworkWeights weights, ReadOnlySpan<float> input)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Outputs.Count == 1
            ? RunLayers(network, weights, input.ToArray())[network.Outputs[0].Layer]
            : throw new ArgumentException($"The network has {network.Outputs.Count} outputs: take them from {nameof(RunLayers)}.", nameof(network));
    }

    /// <summary>Evaluates a network and keeps what each layer produced, to find the first that differs.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="inputs">For each of its inputs the samples, [N, C, H, W], all of the same N, which may be 0.</param>
    /// <returns>The values of each layer, [N, C, H, W].</returns>
    /// <exception cref="ArgumentException">The network has another number of inputs, or they are not the same whole number of samples.</exception>
    /// <exception cref="Files.WeightsException">A weight is missing or has another shape.</exception>
    public static IReadOnlyDictionary<Layer, double[]> RunLayers(NetworkGraph network, NetworkWeights weights, params ReadOnlySpan<float[]> inputs)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(weights);
        var batch = Batch(network.Inputs, inputs);
        var values = new Dictionary<NetworkValue, double[]>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < inputs.Length; i++)
        {
            values.Add(network.Inputs[i], Array.ConvertAll(inputs[i], static v => (double)v));
        }

        foreach (var layer in network.Layers)
        {
            values.Add(layer, Evaluate(layer, weights, values, batch));
        }

        return network.Layers.ToDictionary(static l => l, l => values[l]);
    }

    private static double[] Evaluate(Layer layer, NetworkWeights weights, Dictionary<NetworkValue, double[]> values, int batch)
    {
        var y = layer.Producer.Evaluate(new ReferenceInput(layer, weights, Join(layer.Sources, values, batch), batch));
        if (layer.Normalization is { } normalization)
        {
            ReferenceNormalizer.Run(layer, normalization, weights, y, batch);
        }

        foreach (var step in layer.Tail)
        {
            y = step switch
            {
                TailStep.Add add => [.. y.Zip(values[add.Value], static (a, b) => a + b)],
                TailStep.Multiply multiply => Multiply(y, values[multiply.Value]),
                TailStep.Activate a => Array.ConvertAll(y, a.Activation.Evaluate),
                _ => throw new InvalidOperationException($"Nothing evaluates {step}."),
            };
        }

        return y;
    }

    // Sample by sample: the channels of one value, then those of the next.
    private static double[] Join(IReadOnlyList<NetworkValue> sources, Dictionary<NetworkValue, double[]> values, int batch) => sources.Count == 1
        ? values[sources[0]]
        : [.. Enumerable.Range(0, batch).SelectMany(n => sources.SelectMany(s => values[s].Skip(n * s.Shape.Length).Take(s.Shape.Length)))];

    // Where there are fewer factors than values, each is that of a channel.
    private static double[] Multiply(double[] y, double[] factors) => [.. y.Select((v, i) => v * factors[i / (y.Length / factors.Length)])];

    private static int Batch(IReadOnlyList<NetworkInput> inputs, ReadOnlySpan<float[]> values)
    {
        if (values.Length != inputs.Count)
        {
            throw new ArgumentException($"The network has {inputs.Count} inputs, and {values.Length} are given.", nameof(values));
        }

        int? batch = null;
        for (var i = 0; i < inputs.Count; i++)
        {
            var (length, shape) = (values[i].Length, inputs[i].Shape);
            if (length % shape.Length != 0)
            {
                throw new ArgumentException($"The {inputs[i].Name} has {length} values, which is not a multiple of the {shape.Length} of one sample ({shape}).", nameof(values));
            }

            if ((batch ??= length / shape.Length) != length / shape.Length)
            {
                throw new ArgumentException($"The {inputs[i].Name} has {length / shape.Length} samples, and {inputs[0].Name} {batch}.", nameof(values));
            }
        }

        return batch ?? throw new ArgumentException("A network without inputs has no samples.", nameof(inputs));
    }
}
