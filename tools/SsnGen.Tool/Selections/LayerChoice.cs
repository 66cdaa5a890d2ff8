using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using SsnGen.Networks;
using SsnGen.Tool.Weights;

namespace SsnGen.Tool.Selections;

/// <summary>The choice of one layer, as its weights imply it.</summary>
/// <param name="Layer">The path of the layer.</param>
/// <param name="Normalizers">What it chooses from; empty where that is not known.</param>
/// <param name="Gate">The gate from control parameters to ratios.</param>
/// <param name="Radius">The radius of SparsestMax.</param>
/// <param name="Mean">The ratios of the means.</param>
/// <param name="Variance">The ratios of the variances.</param>
/// <param name="MeanFixed">Whether the ratios of the means are fixed.</param>
/// <param name="VarianceFixed">Whether those of the variances are.</param>
internal sealed record LayerChoice(
    string Layer, ImmutableArray<Normalizer> Normalizers, Gate Gate, double Radius, double[] Mean, double[] Variance, bool MeanFixed, bool VarianceFixed)
{
    /// <summary>The normalizer of the mean; null for a mixture.</summary>
    public Normalizer? SelectedMean => Selected(Mean, MeanFixed);

    /// <summary>The normalizer of the variance; null for a mixture.</summary>
    public Normalizer? SelectedVariance => Selected(Variance, VarianceFixed);

    /// <summary>Why the layer stays a mixture, in words that follow "stays a mixture:"; null where it does not.</summary>
    [JsonIgnore]
    public string? Reason
    {
        get
        {
            if (SelectedMean is not null && SelectedVariance is not null)
            {
                return null;
            }

            var open = SelectedMean is not null ? "the ratios of the variance are" : SelectedVariance is not null ? "the ratios of the mean are" : "both ratios are";
            return Gate == Gate.Softmax
                ? $"{open} never one-hot under the gate Softmax"
                : Normalizers.IsDefaultOrEmpty ? "it is not known what it chooses from: name it with --normalizers"
                : Gate == Gate.Sparsemax ? $"{open} not one-hot, to which the gate Sparsemax never forces them"
                : string.Create(CultureInfo.InvariantCulture, $"{open} not one-hot at radius {Radius:0.###}; with {Mean.Length} normalizers they are from {Training.SparsestMax.CriticalRadius(Mean.Length):0.###} on");
        }
    }

    /// <summary>Ratios in words: what is selected, or all of them.</summary>
    public static string Words(double[] ratios, Normalizer? selected, bool isFixed) => selected is { } one
        ? $"{one}{(isFixed ? ", fixed" : "")}"
        : string.Join(' ', ratios.Select(static ratio => ratio.ToString("0.000", CultureInfo.InvariantCulture)));

    /// <summary>What control parameters of a layer imply.</summary>
    /// <param name="norm">The normalization.</param>
    /// <param name="mean">The control parameters of the means.</param>
    /// <param name="variance">Those of the variances.</param>
    /// <param name="meanFixed">Whether the means are said to be fixed.</param>
    /// <param name="varianceFixed">Whether the variances are.</param>
    /// <param name="radius">The radius.</param>
    public static LayerChoice Of(TargetNorm norm, float[] mean, float[] variance, bool meanFixed, bool varianceFixed, double radius) => new(
        norm.Layer, norm.Normalizers.IsDefault ? [] : norm.Normalizers, norm.Gate, radius, Ratios(norm.Gate, mean, meanFixed, radius), Ratios(norm.Gate, variance, varianceFixed, radius), meanFixed, varianceFixed);

    private static double[] Ratios(Gate gate, float[] control, bool isFixed, double radius)
    {
        if (!isFixed)
        {
            return NormImport.Ratios(gate, control, radius);
        }

        // As loading does: fixed ratios are one-hot at the largest control parameter.
        var ratios = new double[control.Length];
        ratios[Array.IndexOf(control, control.Max())] = 1;
        return ratios;
    }

    private Normalizer? Selected(double[] ratios, bool isFixed)
    {
        var index = Array.FindIndex(ratios, static ratio => ratio >= 1);
        return index >= 0 && (isFixed || Gate != Gate.Softmax) && !Normalizers.IsDefaultOrEmpty ? Normalizers[index] : null;
    }
}
