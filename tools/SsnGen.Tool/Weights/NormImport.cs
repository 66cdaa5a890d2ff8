using System.Collections.Immutable;
using System.Globalization;
using SsnGen.Networks;
using SsnGen.Training;

namespace SsnGen.Tool.Weights;

/// <summary>What becomes of the choice of one normalization: control parameters, what is fixed, and the radius.</summary>
/// <param name="Norm">The normalization.</param>
/// <param name="Mean">The control parameters of the means; empty where there is no choice.</param>
/// <param name="Variance">Those of the variances; empty where there is no choice, or where they share those of the means.</param>
/// <param name="MeanFixed">The index that the means are fixed to, or −1.</param>
/// <param name="VarianceFixed">The index that the variances are fixed to, or −1.</param>
/// <param name="Radius">The radius.</param>
/// <param name="IsWarmStart">Whether the file has no control parameters, so that they begin as a training begins.</param>
internal sealed record NormImport(TargetNorm Norm, float[] Mean, float[] Variance, int MeanFixed, int VarianceFixed, double Radius, bool IsWarmStart)
{
    // SparsestMax in float32 leaves ratios that are this close to one-hot ones, and the published layer then does not fix them.
    private const double Rounding = 1e-5;

    // What is said to be fixed is one-hot but for the rounding of whoever wrote it.
    private const double FixedRounding = 1e-3;

    /// <summary>Whether both ratios are fixed.</summary>
    public bool IsFixed => MeanFixed >= 0 && VarianceFixed >= 0;

    /// <summary>What the layer selects; null where it is still a mixture, or its normalizers are not known.</summary>
    public Selection? Selection => IsFixed && !Norm.Normalizers.IsDefault ? new(Norm.Normalizers[MeanFixed], Norm.Normalizers[VarianceFixed]) : null;

    /// <summary>Whether a tensor is taken for a normalization without a choice although it has no such tensor: what the file says of a choice that it has made.</summary>
    public static bool Consumes(TargetNorm norm, string name) =>
        norm.Count == 1 && name.StartsWith(norm.Path + ".", StringComparison.Ordinal) && name[norm.Path.Length..] is NetworkTensors.MeanControl or NetworkTensors.VarianceControl
            or NetworkTensors.MeanFixed or NetworkTensors.VarianceFixed or NetworkTensors.Radius or NetworkTensors.RunningMean or NetworkTensors.RunningVariance;

    /// <summary>Works it out.</summary>
    /// <param name="norm">The normalization.</param>
    /// <param name="values">The values of a tensor of the network by what its name ends with, or null where the file has none.</param>
    /// <param name="weighed">What so many control parameters of the file weigh, in their order; default where that is not known.</param>
    /// <param name="radius">The radius of a layer that has none of its own.</param>
    /// <exception cref="FormatException">The file says what cannot be, or what the network cannot do.</exception>
    public static NormImport Of(TargetNorm norm, Func<string, float[]?> values, Func<int, ImmutableArray<Normalizer>> weighed, double radius)
    {
        var mean = values(NetworkTensors.MeanControl);
        var variance = values(NetworkTensors.VarianceControl);
        foreach (var control in ((float[]?[])[mean, variance]).OfType<float[]>())
        {
            if (PublishedNormalizers.Problem(control.Length) is { } problem)
            {
                throw new FormatException(problem);
            }
        }

        var own = values(NetworkTensors.Radius) is [var stored] ? stored : radius;
        if (own is not (>= 0 and <= 1))
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"its radius is {own}, which is not from 0 to 1"));
        }

        if (norm.Count == 1)
        {
            RequireSelected(norm, mean, variance, values, weighed, own);
            return new NormImport(norm, [], [], 0, 0, own, false);
        }

        if (mean is null)
        {
            var control = Enumerable.Repeat(1f, norm.Count).ToArray();
            return new NormImport(norm, control, norm.IsShared ? [] : control, -1, -1, 0, true);
        }

        RequireSameNormalizers(norm, weighed(norm.Count));
        var meanFixed = Fixed(norm.Gate, mean, values(NetworkTensors.MeanFixed), own);
        var varianceFixed = norm.IsShared ? meanFixed : Fixed(norm.Gate, variance!, values(NetworkTensors.VarianceFixed), own);
        return new NormImport(norm, OneHot(mean, meanFixed), norm.IsShared ? [] : OneHot(variance!, varianceFixed), meanFixed, varianceFixed, own, false);
    }

    // As many control parameters may weigh other normalizers: they would change their meaning without a word.
    private static void RequireSameNormalizers(TargetNorm norm, ImmutableArray<Normalizer> weighed)
    {
        if (norm.Normalizers.IsDefault || (!weighed.IsDefault && weighed.SequenceEqual(norm.Normalizers)))
        {
            return;
        }

        var found = weighed.IsDefault
            ? $"nothing says what the {norm.Count} control parameters of the file weigh"
            : $"the file, as published layers do, from {string.Join(", ", weighed)}: declare the layer with these";
        throw new FormatException($"the network chooses from {string.Join(", ", norm.Normalizers)}, and {found}. Where it is those of the network in this order, give the tensors the network's names");
    }

    // The file may have chosen what the network is declared with.
    private static void RequireSelected(
        TargetNorm norm, float[]? mean, float[]? variance, Func<string, float[]?> values, Func<int, ImmutableArray<Normalizer>> weighed, double radius)
    {
        // Running moments alone are those of a batch normalization.
        if (mean is null && values(NetworkTensors.RunningMean) is not null && (norm.Normalizers.IsDefaultOrEmpty || norm.Normalizers[0] != Normalizer.Batch))
        {
            throw new FormatException($"the network has {(norm.Normalizers.IsDefaultOrEmpty ? "no batch normalization" : norm.Normalizers[0].ToString())} there, and the file a batch normalization");
        }

        foreach (var (control, flag) in ((float[]?, string)[])[(mean, NetworkTensors.MeanFixed), (variance, NetworkTensors.VarianceFixed)])
        {
            if (control is null)
            {
                continue;
            }

            var choices = weighed(control.Length);
            var index = Fixed(Gate.SparsestMax, control, values(flag), radius);
            if (norm.Normalizers.IsDefaultOrEmpty || choices.IsDefault || index < 0 || choices[index] != norm.Normalizers[0])
            {
                var found = index >= 0 && !choices.IsDefault ? $"has chosen {choices[index]}" : $"mixes {control.Length} normalizers";
                throw new FormatException($"the network has {(norm.Normalizers.IsDefaultOrEmpty ? "one normalizer" : norm.Normalizers[0].ToString())} there, and the file {found}");
            }
        }
    }

    /// <summary>The index that ratios are fixed to, or −1: where the file says so, or where they are one-hot but for rounding.</summary>
    private static int Fixed(Gate gate, float[] control, float[]? flag, double radius)
    {
        if (!control.All(float.IsFinite))
        {
            throw new FormatException("its control parameters are not finite");
        }

        var largest = Array.IndexOf(control, control.Max());
        switch (flag)
        {
            case [1]:
                return control.Where((z, i) => Math.Abs(z - (i == largest ? 1 : 0)) > FixedRounding).Any()
                    ? throw new FormatException($"it says that its ratios are fixed, and they are {string.Join(", ", control.Select(static z => z.ToString(CultureInfo.InvariantCulture)))}")
                    : largest;
            case not (null or [0]):
                throw new FormatException("a flag says something else than 0 or 1");
            case null:
                // Nothing says that a sparse gate was used.
                return -1;
        }

        var ratios = Ratios(gate, control, radius);
        return ratios.Max() >= 1 - Rounding ? Array.IndexOf(ratios, ratios.Max()) : -1;
    }

    /// <summary>The importance ratios of control parameters.</summary>
    public static double[] Ratios(Gate gate, float[] control, double radius)
    {
        var z = Array.ConvertAll(control, static v => (double)v);
        var ratios = new double[z.Length];
        switch (gate)
        {
            case Gate.Softmax:
                Softmax.Evaluate(z, ratios);
                break;
            case Gate.Sparsemax:
                Sparsemax.Evaluate(z, ratios);
                break;
            default:
                SparsestMax.Evaluate(z, radius, ratios);
                break;
        }

        return ratios;
    }

    private static float[] OneHot(float[] control, int index) => index < 0 ? control : [.. control.Select((_, i) => i == index ? 1f : 0f)];
}
