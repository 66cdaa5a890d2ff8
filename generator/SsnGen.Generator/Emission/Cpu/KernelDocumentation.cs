using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

/// <summary>Writes the documentation of a kernel: formula, passes over memory, numeric contract.</summary>
internal static class KernelDocumentation
{
    public static void Emit(SourceWriter w, KernelShape shape)
    {
        var plan = shape.Plan;
        w.Summary(
            $"SSN of [N, {Literal.Of(plan.Channels)}, {Literal.Of(plan.SlabSize)}] over {Names(plan.Omega, plan.Groups)}"
            + (plan.Residual ? ", a residual added" : "") + (plan.Activation is { } activation ? ", then " + activation.Words : "") + ":\n"
            + $"t = {shape.Formula}, μ = Σ p_k μ_k, σ² = Σ q_k v_k; y = {shape.ActivationFormula}.");
        w.Line("/// <remarks>");
        foreach (var paragraph in Paragraphs(shape))
        {
            w.Line("/// <para>" + SourceWriter.Escape(paragraph) + "</para>");
        }

        w.Line("/// </remarks>");
    }

    private static IEnumerable<string> Paragraphs(KernelShape shape)
    {
        var also = shape.Plan.Residual ? " and the residual once" : "";
        yield return $"Forward reads x twice{also} and writes y: moments of slabs, then the output, from the tensor's end back while that is in cache. "
            + "Where only slabs or samples are normalized over, each is in cache the second time.";
        yield return $"Backward reads {shape.Reads} twice and writes ∂x{(shape.Plan.Residual ? " and ∂residual" : "")}: sums over slabs, then the gradient.";
        yield return (shape.Plan.Bessel ? "Slab variances are divided by S − 1. " : "")
            + "Moments: float sums over blocks in cache, corrected and merged in double; blocks that overflow are measured again in double. "
            + "Output within 4e-6·(1 + ‖y‖∞), gradients within 2e-5 of their norm; the same bit for bit for any number of workers.";
        yield return "Shao et al., SSN: Learning Sparse Switchable Normalization via SparsestMax, CVPR 2019, equations 1 to 3.";
    }

    /// <summary>Normalizers in words.</summary>
    /// <param name="omega">The normalizers.</param>
    /// <param name="groups">The groups of the group normalizer, or null to leave their number open.</param>
    public static string Names(EquatableArray<Normalizer> omega, int? groups = null)
    {
        var names = omega.Select(n => n switch
        {
            Normalizer.Instance => "instance",
            Normalizer.Layer => "layer",
            Normalizer.Batch => "batch",
            Normalizer.Group => groups is { } count ? Literal.Of(count) + " groups" : "groups",
            _ => throw new ArgumentOutOfRangeException(nameof(omega), n, "There is no word for it."),
        }).ToArray();
        return names.Length == 1
            ? names[0]
            : string.Join(", ", names.Take(names.Length - 1)) + " and " + names[names.Length - 1];
    }
}
