using SsnGen.Training;

namespace SsnGen.Networks;

/// <summary>The importance ratios of <see cref="ReferenceEvaluation"/>.</summary>
internal static class ReferenceRatios
{
    /// <summary>The ratios p of the means and q of the variances, in the order of the layer's normalizers.</summary>
    public static (double[] Mean, double[] Variance) Of(Layer layer, Normalization normalization, NetworkWeights weights)
    {
        if (normalization.Selection is { } selection)
        {
            return (OneHot(layer, normalization, selection.Mean), OneHot(layer, normalization, selection.Variance));
        }

        if (normalization.Normalizers.Length == 1)
        {
            return ([1], [1]);
        }

        var mean = Evaluate(layer, normalization, weights, $"{layer.Path}.norm.mean_weight");
        return (mean, normalization.SharedRatios ? mean : Evaluate(layer, normalization, weights, $"{layer.Path}.norm.var_weight"));
    }

    private static double[] Evaluate(Layer layer, Normalization normalization, NetworkWeights weights, string tensor)
    {
        var control = weights.Values(tensor, normalization.Normalizers.Length);
        var z = new double[control.Length];
        for (var k = 0; k < z.Length; k++)
        {
            z[k] = control[k];
        }

        var ratios = new double[z.Length];
        switch (normalization.Gate)
        {
            case Gate.SparsestMax:
                SparsestMax.Evaluate(z, weights.Radius, ratios);
                break;
            case Gate.Sparsemax:
                Sparsemax.Evaluate(z, ratios);
                break;
            case Gate.Softmax:
                Softmax.Evaluate(z, ratios);
                break;
            default:
                throw new ArgumentException($"Layer {layer.Path} has the unknown gate {normalization.Gate}.", nameof(layer));
        }

        return ratios;
    }

    private static double[] OneHot(Layer layer, Normalization normalization, Normalizer selected)
    {
        var index = normalization.Normalizers.IndexOf(selected);
        if (index < 0)
        {
            throw new ArgumentException($"Layer {layer.Path} selects {selected}, which is none of its normalizers ({string.Join(", ", normalization.Normalizers)}).", nameof(layer));
        }

        var ratios = new double[normalization.Normalizers.Length];
        ratios[index] = 1;
        return ratios;
    }
}
