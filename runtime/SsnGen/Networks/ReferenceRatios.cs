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

        throw new NotSupportedException($"Layer {layer.Path} is a mixture, which needs its gate.");
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
