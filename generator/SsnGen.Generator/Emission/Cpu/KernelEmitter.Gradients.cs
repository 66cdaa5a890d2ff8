using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

internal static partial class KernelEmitter
{
    private static void EmitSlabGradients(SourceWriter w, KernelShape shape)
    {
        using var method = Method(w, "ComputeSlabGradients",
            $"Sums over slabs, and the gradients of their moments. Reads {shape.Reads}.");
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
        w.Line(OmegaEmitter.SetSlabGradient(shape.Plan.Omega, "k / GroupChannels"));
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
    private static string ScalarGradient(KernelShape shape) => !shape.Plan.HasActivation
        ? "upstream[i]"
        : $"Gradient({(shape.Plan.ReadsOutput ? "saved[i]" : "(d * scale) + shift" + (shape.Plan.ReadsResidual ? " + saved[i]" : ""))}, upstream[i])";

    private static string Coefficients(KernelShape shape) => shape.Plan.RecomputesOutput ? "mean, inverse, scale, shift" : "mean, inverse";

    private static string Offset(KernelShape shape, string at) =>
        $"x{at}, {(Saved(shape) is null ? "" : $"saved{at}, ")}upstream{at}";
}
