using SsnGen.Training;

namespace SsnGen.Networks;

/// <summary>
/// The importance ratios that a layer has in evaluation, for everything that evaluates a network: one-hot where the
/// network was compiled for a selection or the weights say that they are fixed, else what the gate gives.
/// </summary>
internal sealed record LayerRatios
{
    /// <summary>The prefix of the parameters' names, such as <c>Stem.norm</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The normalizers Ω of the layer.</summary>
    public required IReadOnlyList<Normalizer> Normalizers { get; init; }

    /// <summary>The gate from control parameters to importance ratios.</summary>
    public required Gate Gate { get; init; }

    /// <summary>Whether mean and variance share one vector of control parameters.</summary>
    public required bool SharedRatios { get; init; }

    /// <summary>What the network was compiled for, or null for a mixture.</summary>
    public required Selection? Selection { get; init; }

    /// <summary>The ratios of a layer as it is described.</summary>
    public static LayerRatios Of(Layer layer, Normalization normalization) => new()
    {
        Path = layer.Path + NetworkTensors.Norm,
        Normalizers = normalization.Normalizers,
        Gate = normalization.Gate,
        SharedRatios = normalization.SharedRatios,
        Selection = normalization.Selection,
    };

    /// <summary>The ratios p of the means and q of the variances, in the order of the normalizers.</summary>
    /// <exception cref="Files.WeightsException">A tensor is missing, has another shape, or holds what it cannot.</exception>
    public (double[] Mean, double[] Variance) Evaluate(NetworkWeights weights)
    {
        if (Selection is { } selection)
        {
            return (OneHot(IndexOf(selection.Mean)), OneHot(IndexOf(selection.Variance)));
        }

        if (Normalizers.Count == 1)
        {
            return ([1], [1]);
        }

        var mean = Evaluate(weights, NetworkTensors.MeanControl, NetworkTensors.MeanFixed);
        return (mean, SharedRatios ? mean : Evaluate(weights, NetworkTensors.VarianceControl, NetworkTensors.VarianceFixed));
    }

    private double[] Evaluate(NetworkWeights weights, string control, string flag)
    {
        var z = Array.ConvertAll(weights.Control(Path + control, Normalizers.Count), static v => (double)v);
        if (weights.IsFixed(Path + flag) == true)
        {
            // Fixing writes the one-hot vector into the control parameters; the first of equals, as the gates do.
            return OneHot(Array.IndexOf(z, z.Max()));
        }

        var ratios = new double[z.Length];
        switch (Gate)
        {
            case Gate.SparsestMax:
                SparsestMax.Evaluate(z, weights.RadiusOf(Path), ratios);
                break;
            case Gate.Sparsemax:
                Sparsemax.Evaluate(z, ratios);
                break;
            case Gate.Softmax:
                Softmax.Evaluate(z, ratios);
                break;
            default:
                throw new InvalidOperationException($"{Path} has the unknown gate {Gate}.");
        }

        return ratios;
    }

    private double[] OneHot(int index)
    {
        var ratios = new double[Normalizers.Count];
        ratios[index] = 1;
        return ratios;
    }

    private int IndexOf(Normalizer selected)
    {
        for (var index = 0; index < Normalizers.Count; index++)
        {
            if (Normalizers[index] == selected)
            {
                return index;
            }
        }

        var layer = Path.EndsWith(NetworkTensors.Norm, StringComparison.Ordinal) ? Path[..^NetworkTensors.Norm.Length] : Path;
        throw new ArgumentException($"Layer {layer} selects {selected}, which is none of its normalizers ({string.Join(", ", Normalizers)}).");
    }
}
