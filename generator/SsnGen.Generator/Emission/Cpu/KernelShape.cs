using SsnGen.Generator.Planning;
using SsnGen.Generator.Text;

namespace SsnGen.Generator.Emission.Cpu;

/// <summary>What the text of a kernel depends on, derived from its plan.</summary>
internal sealed class KernelShape(KernelPlan plan)
{
    public KernelPlan Plan { get; } = plan;

    /// <summary>What stores of whole slabs are told, after their place.</summary>
    public string StreamArgument => Plan.Streams ? ", streams" : "";

    /// <summary>What slab variances are divided by.</summary>
    public string Divisor => Plan.Bessel ? "(S - 1)" : "S";

    /// <summary>What the backward pass reads, in words.</summary>
    public string Reads =>
        Plan.ReadsOutput ? "x, y and the upstream gradient" : Plan.ReadsResidual ? "x, the residual and the upstream gradient" : "x and the upstream gradient";

    /// <summary>t as a formula of x.</summary>
    public string Formula => $"γ (x − μ)/√(σ² + {Literal.Of(Plan.Epsilon).TrimEnd('f')}) + β" + (Plan.Residual ? " + residual" : "");

    /// <summary>y as a formula of t.</summary>
    public string ActivationFormula => Plan.Activation?.Formula("t") ?? "t";
}
