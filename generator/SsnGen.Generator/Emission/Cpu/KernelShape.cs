using SsnGen.Generator.Planning;

namespace SsnGen.Generator.Emission.Cpu;

/// <summary>What the text of a kernel depends on, derived from its plan.</summary>
internal sealed class KernelShape(KernelPlan plan)
{
    /// <summary>Slabs from here on are walked in vectors: no processor has more lanes.</summary>
    public const int VectorSlab = 16;

    /// <summary>Values that are measured at a time: 16 KiB, half of the smallest first-level cache.</summary>
    public const int Block = 4096;

    public KernelPlan Plan { get; } = plan;

    /// <summary>Whether slabs are single values, so that vectors run across slabs.</summary>
    public bool IsRow => Plan.SlabSize == 1;

    /// <summary>Whether slabs are walked in vectors.</summary>
    public bool IsVector => Plan.SlabSize >= VectorSlab;

    /// <summary>Whether the next slab is fetched while one is worked on: worth it where a slab is many cache lines.</summary>
    public bool Prefetches => Plan.SlabSize >= 256;

    /// <summary>Whether slabs may be written past the caches: each begins and ends on the alignment of the widest vector.</summary>
    public bool Streams => Plan.SlabSize % VectorSlab == 0;

    /// <summary>What stores of whole slabs are told, after their place.</summary>
    public string StreamArgument => Streams ? ", streams" : "";

    /// <summary>Blocks per slab, so that the last has between half a block and one and a half.</summary>
    public int Blocks => Math.Max(1, (Plan.SlabSize + (Block / 2)) / Block);

    /// <summary>What slab variances are divided by.</summary>
    public string Divisor => Plan.Bessel ? "(S - 1)" : "S";

    /// <summary>Whether emitted steps work on vectors.</summary>
    public bool HasVectors => IsVector || IsRow;

    /// <summary>Whether the gradient passes through an activation.</summary>
    public bool HasActivation => Plan.Activation.Kind != ActivationKind.None;

    /// <summary>Whether the backward pass takes the branch of the activation from y.</summary>
    public bool ReadsOutput => Plan.Residual
        && (Plan.Activation.Kind == ActivationKind.Relu || (Plan.Activation.Kind == ActivationKind.LeakyRelu && Plan.Activation.Slope >= 0));

    /// <summary>Whether the backward pass computes t again, from x and the residual.</summary>
    public bool ReadsResidual => Plan.Residual && HasActivation && !ReadsOutput;

    /// <summary>Whether the backward pass computes t again.</summary>
    public bool RecomputesOutput => HasActivation && !ReadsOutput;

    /// <summary>What the backward pass reads, in words.</summary>
    public string Reads =>
        ReadsOutput ? "x, y and the upstream gradient" : ReadsResidual ? "x, the residual and the upstream gradient" : "x and the upstream gradient";

    /// <summary>t as a formula of x.</summary>
    public string Formula => $"γ (x − μ)/√(σ² + {Literal.Of(Plan.Epsilon).TrimEnd('f')}) + β" + (Plan.Residual ? " + residual" : "");

    /// <summary>y as a formula of t.</summary>
    public string ActivationFormula => Plan.Activation.Kind switch
    {
        ActivationKind.Relu => "max(t, 0)",
        ActivationKind.LeakyRelu => $"t where t > 0, {Literal.Of(Plan.Activation.Slope).TrimEnd('f')} t elsewhere",
        ActivationKind.Silu => "t/(1 + exp(−t))",
        _ => "t",
    };

    public bool Has(Normalizer normalizer) => Plan.Omega.Contains(normalizer);

    /// <summary>The activation of an expression.</summary>
    public string Activate(string t) => Plan.Activation.Kind switch
    {
        ActivationKind.Relu => $"Relu({t})",
        ActivationKind.LeakyRelu => $"LeakyRelu({t}, {Literal.Of(Plan.Activation.Slope)})",
        ActivationKind.Silu => $"Silu({t})",
        _ => t,
    };

    /// <summary>The gradient through the activation at an expression.</summary>
    public string Differentiate(string t, string upstream) => Plan.Activation.Kind switch
    {
        ActivationKind.Relu => $"ReluGradient({t}, {upstream})",
        ActivationKind.LeakyRelu => $"LeakyReluGradient({t}, {upstream}, {Literal.Of(Plan.Activation.Slope)})",
        ActivationKind.Silu => $"SiluGradient({t}, {upstream})",
        _ => upstream,
    };
}
