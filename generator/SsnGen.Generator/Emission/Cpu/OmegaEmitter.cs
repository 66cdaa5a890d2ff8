using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

/// <summary>
/// Writes what the kernels over the same normalizers have in common: all that is computed of whole slabs, in double, where no size
/// of a specialization would be worth a loop of its own.
/// </summary>
internal static class OmegaEmitter
{
    private const string Kernel = "global::SsnGen.Training.SsnKernel";
    private const string Pass = "global::SsnGen.Training.SsnPass pass";

    /// <summary>The class that kernels over some normalizers derive from. It begins as theirs do, which no property is called like.</summary>
    public static string ClassName(EquatableArray<Normalizer> omega) => "Ssn_Common_" + string.Concat(omega.Select(static n => n.ToString()));

    /// <summary>Writes the class.</summary>
    public static void Emit(SourceWriter w, EquatableArray<Normalizer> omega)
    {
        var normalizers = string.Join(", ", omega.Select(static n => "global::SsnGen.Normalizer." + n.ToString()));
        w.Summary($"What kernels over {KernelDocumentation.Names(omega)} have in common: all that is computed of whole slabs, in double.");
        using (w.Open(
            $"private abstract unsafe class {ClassName(omega)}(int channels, int slabSize, int groups, float epsilon, bool bessel, global::SsnGen.Activation? activation, bool hasResidual)\n"
            + $"    : {Kernel}(channels, slabSize, [{normalizers}], groups, epsilon, bessel, activation, hasResidual)"))
        {
            w.Line("// The places of the normalizers in the ratio vectors.");
            for (var k = 0; k < omega.Length; k++)
            {
                w.Line($"private const int {omega[k]}Ratio = {Literal.Of(k)};");
            }

            EmitCoefficients(w, omega);
            EmitGradientCoefficients(w, omega);
            EmitSlabGradient(w, omega);
            EmitMixture(w, omega);
        }
    }

    /// <summary>The call that turns sums over slab k into the gradients of its moments.</summary>
    /// <param name="omega">The normalizers.</param>
    /// <param name="group">The expression of the group of slab k.</param>
    public static string SetSlabGradient(EquatableArray<Normalizer> omega, string group) =>
        $"SetSlabGradient(pass, k, {string.Concat(Places(omega).Select(p => (p == "g" ? group : p) + ", "))}sum, dot);";

    // The indices that its moments are found by, of those that slabs share.
    private static IEnumerable<string> Places(EquatableArray<Normalizer> omega) =>
        new[] { (omega.Contains(Normalizer.Layer), "n"), (omega.Contains(Normalizer.Group), "g"), (true, "c") }.Where(static p => p.Item1).Select(static p => p.Item2);

    private static void EmitCoefficients(SourceWriter w, EquatableArray<Normalizer> omega)
    {
        using var method = KernelEmitter.Method(w, "ComputeCoefficients",
            "r = 1/√(σ² + ε), a = γ r, b = β − a (μ − μ_hi), in double; μ_hi is μ rounded, so that x − μ_hi loses nothing where the mean is large.");
        w.Line("double epsilon = Epsilon;");
        using var loop = OpenSlabs(w, omega);
        w.Line($"double mean = Mixture(pass.MeanRatios, {Moments(omega, "Mean")});");
        w.Line($"double variance = Mixture(pass.VarianceRatios, {Moments(omega, "Variance")});");
        w.Line("double inverse = 1 / global::System.Math.Sqrt(variance + epsilon);");
        w.Line("double scale = pass.Gamma[c] * inverse;\nfloat rounded = (float)mean;");
        w.Line("pass.Mean[k] = rounded;\npass.Inverse[k] = (float)inverse;\npass.Scale[k] = (float)scale;");
        w.Line("pass.Shift[k] = (float)(pass.Beta[c] - (scale * (mean - rounded)));");
        EmitNextSlab(w, omega);
    }

    private static void EmitGradientCoefficients(SourceWriter w, EquatableArray<Normalizer> omega)
    {
        using var method = KernelEmitter.Method(w, "ComputeGradientCoefficients",
            "∂x = a g + (2w/S) (x − μ_in) + m/S, written as a g + slope (x − center) r + offset: no factor of it overflows or vanishes while the product does not.");
        w.Line("double ofMean = 1.0 / SlabSize;\ndouble ofVariance = 2.0 / (Bessel ? SlabSize - 1 : SlabSize);");
        foreach (var normalizer in omega)
        {
            var constant = "";
            if (normalizer == Normalizer.Batch)
            {
                w.Line("// No gradient flows through running moments.");
                constant = "pass.BatchIsConstant ? 0 : ";
            }

            var shared = Statistic.OfSlabs(normalizer).SharedBy;
            w.Line($"double mean{normalizer} = {constant}pass.MeanRatios[{normalizer}Ratio]{shared};");
            w.Line($"double variance{normalizer} = {constant}pass.VarianceRatios[{normalizer}Ratio]{shared};");
        }

        using var loop = OpenSlabs(w, omega);
        w.Line("double m = " + string.Join("\n    + ", omega.SelectMany(MeanTerms)) + ";");
        w.Line("double w = " + string.Join("\n    + ", omega.Select(VarianceTerm)) + ";");
        w.Line("float center = w == 0 ? pass.Mean[k] : (float)pass.SlabMean[k];");
        w.Line("double slope = w * ofVariance;");
        w.Line("pass.Center[k] = center;\npass.Slope[k] = (float)(slope / pass.Inverse[k]);");
        w.Line("pass.Offset[k] = (float)((m * ofMean) + Weighted(slope, center - pass.SlabMean[k]));");
        EmitNextSlab(w, omega);
    }

    private static void EmitSlabGradient(SourceWriter w, EquatableArray<Normalizer> omega)
    {
        w.Line();
        w.Summary("From the sums G0 = Σ g and r h = Σ g (x − μ_hi) r over slab k to the gradients of its mean and variance: ∂μ = −γ r G0, ∂σ² = −½ γ r³ h.");
        w.Line(KernelEmitter.Inlined);
        using var method = w.Open($"protected static void SetSlabGradient({Pass}, int k, {string.Concat(Places(omega).Select(static p => $"int {p}, "))}double sum, double dot)");
        w.Line("// The part of the mean that μ_hi rounded away.");
        w.Line($"double low = Mixture(pass.MeanRatios, {Moments(omega, "Mean")}) - pass.Mean[k];");
        w.Line("double r = pass.Inverse[k];\ndot -= low * r * sum;");
        w.Line("pass.GradientSum[k] = sum;\npass.GradientDot[k] = dot;");
        w.Line("pass.MeanGradient[k] = -pass.Gamma[c] * r * sum;\npass.VarianceGradient[k] = -0.5 * pass.Gamma[c] * r * r * dot;");
    }

    private static void EmitMixture(SourceWriter w, EquatableArray<Normalizer> omega)
    {
        w.Line();
        w.Summary("The sum of moments weighted by their ratios, of which those with ratio 0 do not count.");
        w.Line(KernelEmitter.Inlined);
        w.Line($"private static double Mixture(double* ratios, {string.Join(", ", omega.Select(static n => "double of" + n))}) =>");
        w.Line("    " + string.Join("\n    + ", omega.Select(static n => $"Weighted(ratios[{n}Ratio], of{n})")) + ";");
    }

    /// <summary>Opens the loop over slabs k = n·C + c, with the places of the moments that they share.</summary>
    private static SourceWriter.Block OpenSlabs(SourceWriter w, EquatableArray<Normalizer> omega)
    {
        var needsSample = omega.Contains(Normalizer.Layer);
        w.Line("int channels = Channels;");
        w.Line(needsSample ? "int n = first / channels;\nint c = first - (n * channels);" : "int c = first % channels;");
        if (omega.Contains(Normalizer.Group))
        {
            w.Line("int groupChannels = channels / Groups;");
        }

        var loop = w.Open("for (int k = first; k < limit; k++)");
        if (omega.Contains(Normalizer.Group))
        {
            w.Line("int g = k / groupChannels;");
        }

        return loop;
    }

    // Counted, as no size is a constant here that would make a division cheap.
    private static void EmitNextSlab(SourceWriter w, EquatableArray<Normalizer> omega)
    {
        using var wraps = w.Open("if (++c == channels)");
        w.Line("c = 0;");
        if (omega.Contains(Normalizer.Layer))
        {
            w.Line("n++;");
        }
    }

    /// <summary>One moment of each normalizer of slab k, as arguments of Mixture.</summary>
    private static string Moments(EquatableArray<Normalizer> omega, string moment) => string.Join(", ", omega.Select(n =>
    {
        var statistic = Statistic.OfSlabs(n);
        return $"pass.{statistic.Moments}{moment}[{statistic.Index}]";
    }));

    private static IEnumerable<string> MeanTerms(Normalizer normalizer)
    {
        if (normalizer == Normalizer.Instance)
        {
            yield return "Weighted(meanInstance, pass.MeanGradient[k])";
            yield break;
        }

        var index = Statistic.OfSlabs(normalizer).Index;
        yield return $"Weighted(mean{normalizer}, pass.{normalizer}MeanGradient[{index}])";
        yield return $"Weighted(2 * variance{normalizer}, (pass.SlabMean[k] - pass.{normalizer}Mean[{index}]) * pass.{normalizer}VarianceGradient[{index}])";
    }

    private static string VarianceTerm(Normalizer normalizer) => normalizer == Normalizer.Instance
        ? "Weighted(varianceInstance, pass.VarianceGradient[k])"
        : $"Weighted(variance{normalizer}, pass.{normalizer}VarianceGradient[{Statistic.OfSlabs(normalizer).Index}])";
}
