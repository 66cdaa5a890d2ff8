using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

internal static partial class KernelEmitter
{
    private static void EmitSlabGradients(SourceWriter w, KernelShape shape)
    {
        using var method = Method(w, "ComputeSlabGradients",
            $"G0 = Σ g, r h = Σ g (x − μ) r; ∂μ = −γ r G0, ∂σ² = −½ γ r³ h. Reads {shape.Reads}.");
        if (shape.Plan.IsRow)
        {
            EmitRowSlabGradients(w, shape);
            return;
        }

        using var loop = w.Open("for (int k = first; k < limit; k++)");
        EmitSlabPointers(w, ("x", "X"), ("saved", Saved(shape)), ("upstream", "Upstream"));
        if (!shape.Plan.IsVector)
        {
            EmitScalarCoefficients(w, shape);
            w.Line("(double sum, double dot) = (0.0, 0.0);");
            using (w.Open("for (int i = 0; i < S; i++)"))
            {
                w.Line($"float d = x[i] - mean;\nfloat g = {ScalarGradient(shape)};\nsum += g;\ndot += (double)g * (d * inverse);");
            }
        }
        else
        {
            EmitVectorCoefficients(w, shape);
            w.Line("(double sum, double dot) = (0.0, 0.0);");
            if (shape.Plan.Blocks > 1)
            {
                using (w.Open("for (int start = 0; start < S - LastBlock; start += Block)"))
                {
                    w.Line($"Collect({Offset(shape, " + start")}, Block, {Coefficients(shape)}, ref sum, ref dot);");
                }

                w.Line($"\nCollect({Offset(shape, " + (S - LastBlock)")}, LastBlock, {Coefficients(shape)}, ref sum, ref dot);");
            }
            else
            {
                w.Line($"Collect({Offset(shape, "")}, S, {Coefficients(shape)}, ref sum, ref dot);");
            }
        }

        w.Line();
        EmitSlabAlgebra(w, shape);
    }

    /// <summary>From the sums over slab k to the gradients of its mean and variance.</summary>
    private static void EmitSlabAlgebra(SourceWriter w, KernelShape shape)
    {
        EmitPlace(w, shape, shape.Plan.Has(Normalizer.Layer), needsChannel: true);
        w.Line("\n// The part of the mean that μ_hi rounded away.");
        w.Line($"double low = Mixture(pass.MeanRatios, {Moments(shape, "Mean")}) - pass.Mean[k];");
        w.Line("double r = pass.Inverse[k];\ndot -= low * r * sum;");
        w.Line("pass.GradientSum[k] = sum;\npass.GradientDot[k] = dot;");
        w.Line("pass.MeanGradient[k] = -pass.Gamma[c] * r * sum;\npass.VarianceGradient[k] = -0.5 * pass.Gamma[c] * r * r * dot;");
    }

    private static void EmitSampleGradients(SourceWriter w, KernelShape shape)
    {
        var plan = shape.Plan;
        if (plan.Omega.Length == 1 && plan.Omega[0] == Normalizer.Batch)
        {
            return;
        }

        using var method = Method(w, "PoolSampleGradients", "Sums over the channels of each sample, and over each of its groups.");
        using var loop = w.Open("for (int n = first; n < limit; n++)");
        if (shape.Plan.Has(Normalizer.Layer))
        {
            w.Line("pass.LayerMeanGradient[n] = Total(pass.MeanGradient + (n * C), C);");
            w.Line("pass.LayerVarianceGradient[n] = Total(pass.VarianceGradient + (n * C), C);");
        }

        if (shape.Plan.Has(Normalizer.Group))
        {
            using var groups = w.Open("for (int group = n * G; group < (n + 1) * G; group++)");
            w.Line("pass.GroupMeanGradient[group] = Total(pass.MeanGradient + (group * GroupChannels), GroupChannels);");
            w.Line("pass.GroupVarianceGradient[group] = Total(pass.VarianceGradient + (group * GroupChannels), GroupChannels);");
        }

        if (shape.Plan.Has(Normalizer.Instance))
        {
            using var wanted = w.Open("if (pass.WantsRatioGradients)");
            w.Line("pass.InstanceMeanProduct[n] = Dot(pass.MeanGradient + (n * C), pass.SlabMean + (n * C), C);");
            w.Line("pass.InstanceVarianceProduct[n] = Dot(pass.VarianceGradient + (n * C), pass.SlabVariance + (n * C), C);");
        }
    }

    private static void EmitChannelGradients(SourceWriter w, KernelShape shape)
    {
        var batch = shape.Plan.Has(Normalizer.Batch);
        using var method = Method(w, "PoolChannelGradients",
            "∂β = Σ_n G0, ∂γ = Σ_n r h" + (batch ? ", Σ_n ∂μ, Σ_n ∂σ²" : "") + ", all channels abreast as they lie in memory.");
        var sums = new List<(string Sum, string Of)> { ("BetaSum", "GradientSum"), ("GammaSum", "GradientDot") };
        if (batch)
        {
            sums.Add(("BatchMeanGradient", "MeanGradient"));
            sums.Add(("BatchVarianceGradient", "VarianceGradient"));
        }

        foreach (var (sum, of) in sums)
        {
            w.Line($"double* {Lower(sum)} = pass.{sum};\ndouble* {Lower(of)} = pass.{of};");
        }

        using (w.Open("for (int c = first; c < limit; c++)"))
        {
            w.Line(string.Join("\n", sums.Select(static s => $"{Lower(s.Sum)}[c] = 0;")));
        }

        w.Line();
        using (w.Open("for (int n = 0; n < pass.Samples; n++)"))
        {
            using var channels = w.Open("for (int c = first; c < limit; c++)");
            w.Line("int k = (n * C) + c;");
            w.Line(string.Join("\n", sums.Select(static s => $"{Lower(s.Sum)}[c] += {Lower(s.Of)}[k];")));
        }

        w.Line();
        using (w.Open("for (int c = first; c < limit; c++)"))
        {
            w.Line("pass.GammaGradient[c] = (float)gammaSum[c];\npass.BetaGradient[c] = (float)betaSum[c];");
        }

        static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    private static void EmitRatioGradients(SourceWriter w, KernelShape shape)
    {
        w.Line();
        w.Line("/// <inheritdoc/>");
        w.Line("/// <remarks>∂p_k = Σ ∂μ μ_k and ∂q_k = Σ ∂σ² v_k over all slabs, from sums over samples, groups and channels.</remarks>");
        w.Line(Optimized);
        using var method = w.Open($"protected override void ComputeRatioGradients({Pass})");
        foreach (var (target, moment) in new[] { ("MeanRatioGradient", "Mean"), ("VarianceRatioGradient", "Variance") })
        {
            if (moment == "Variance")
            {
                w.Line();
            }

            using var wanted = w.Open($"if (pass.{target} != null)");
            foreach (var n in shape.Plan.Omega)
            {
                w.Line($"pass.{target}[{n}Ratio] = " + n switch
                {
                    Normalizer.Instance => $"Total(pass.Instance{moment}Product, pass.Samples);",
                    Normalizer.Layer => $"Dot(pass.Layer{moment}Gradient, pass.Layer{moment}, pass.Samples);",
                    Normalizer.Batch => $"Dot(pass.Batch{moment}Gradient, pass.Batch{moment}, C);",
                    _ => $"Dot(pass.Group{moment}Gradient, pass.Group{moment}, pass.Samples * G);",
                });
            }
        }
    }

    private static void EmitSums(SourceWriter w, KernelShape shape)
    {
        if (shape.Plan.Omega.Any(static n => n != Normalizer.Batch))
        {
            using var method = Helper(w, "double Total(double* values, int count)", "The sum of values, four of them abreast: one addition need not wait for another.");
            w.Line("(double s0, double s1, double s2, double s3) = (0.0, 0.0, 0.0, 0.0);\nint i = 0;");
            using (w.Open("for (; i < count - 3; i += 4)"))
            {
                w.Line("s0 += values[i];\ns1 += values[i + 1];\ns2 += values[i + 2];\ns3 += values[i + 3];");
            }

            w.Line();
            using (w.Open("for (; i < count; i++)"))
            {
                w.Line("s0 += values[i];");
            }

            w.Line("\nreturn (s0 + s1) + (s2 + s3);");
        }

        using (Helper(w, "double Dot(double* left, double* right, int count)", "The sum of products."))
        {
            w.Line("double total = 0.0;");
            using (w.Open("for (int i = 0; i < count; i++)"))
            {
                w.Line("total += left[i] * right[i];");
            }

            w.Line("\nreturn total;");
        }
    }

    /// <summary>The tensor of the pass that the backward pass reads besides x and the upstream gradient, or null.</summary>
    private static string? Saved(KernelShape shape) => shape.Plan.ReadsOutput ? "Y" : shape.Plan.ReadsResidual ? "Residual" : null;

    private static void EmitScalarCoefficients(SourceWriter w, KernelShape shape)
    {
        w.Line("(float mean, float inverse) = (pass.Mean[k], pass.Inverse[k]);");
        if (shape.Plan.RecomputesOutput)
        {
            w.Line("(float scale, float shift) = (pass.Scale[k], pass.Shift[k]);");
        }
    }

    private static void EmitVectorCoefficients(SourceWriter w, KernelShape shape)
    {
        w.Line("vN::Vector<float> mean = Broadcast(pass.Mean[k]);\nvN::Vector<float> inverse = Broadcast(pass.Inverse[k]);");
        if (shape.Plan.RecomputesOutput)
        {
            w.Line("vN::Vector<float> scale = Broadcast(pass.Scale[k]);\nvN::Vector<float> shift = Broadcast(pass.Shift[k]);");
        }
    }

    /// <summary>The gradient through the activation of value i; d is x − μ_hi.</summary>
    private static string ScalarGradient(KernelShape shape) => shape.Differentiate(
        shape.Plan.ReadsOutput ? "saved[i]" : "(d * scale) + shift" + (shape.Plan.ReadsResidual ? " + saved[i]" : ""), "upstream[i]");

    private static string Coefficients(KernelShape shape) => shape.Plan.RecomputesOutput ? "mean, inverse, scale, shift" : "mean, inverse";

    private static string Offset(KernelShape shape, string at) =>
        $"x{at}, {(Saved(shape) is null ? "" : $"saved{at}, ")}upstream{at}";
}
