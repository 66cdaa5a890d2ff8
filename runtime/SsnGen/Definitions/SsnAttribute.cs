namespace SsnGen;

/// <summary>
/// Normalizes the layer by Sparse Switchable Normalization: training chooses, from the normalizers given here, one for
/// the mean and one for the variance.
/// </summary>
/// <remarks>
/// Parameters are named <c>PATH.norm.weight</c>, <c>bias</c> ([C]), <c>mean_weight</c>, <c>var_weight</c> ([K], absent
/// where a layer has one normalizer only), <c>running_mean</c>, <c>running_var</c> ([C]).
/// Shao et al., CVPR 2019, equations 1 to 3.
/// <para>A layer with one value per channel (after <see cref="LinearAttribute"/>, or of 1×1 pixels) cannot be normalized by
/// instance: a value less its own mean is 0. The default leaves it out there, and naming it is an error (SSN023); so it is with
/// groups of one such channel, and with the layer normalizer where there is one channel.</para>
/// </remarks>
/// <param name="normalizers">
/// The normalizers Ω to choose from, in any order. Where none is given: instance, layer and batch, or layer and batch where the
/// layer has one value per channel.
/// </param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SsnAttribute(params Normalizer[] normalizers) : Attribute
{
    /// <summary>ε where none is given.</summary>
    internal const float DefaultEpsilon = 1e-5f;

    /// <summary>The normalizers Ω to choose from.</summary>
    public IReadOnlyList<Normalizer> Normalizers { get; } = normalizers;

    /// <summary>Groups of the group normalizer; must divide the channels. Default 32.</summary>
    public int Groups { get; set; } = 32;

    /// <summary>Use one vector of control parameters for mean and variance, instead of one each.</summary>
    public bool SharedRatios { get; set; }

    /// <summary>The gate from control parameters to importance ratios. Default <see cref="Gate.SparsestMax"/>.</summary>
    public Gate Gate { get; set; } = Gate.SparsestMax;

    /// <summary>Added to the variance before the square root. Default 1e-5.</summary>
    public float Epsilon { get; set; } = DefaultEpsilon;

    /// <summary>
    /// Weight of the new value in the running moments, which is PyTorch's convention. Default 0.1. The running variance is
    /// biased, divided by n, as in the published code, where PyTorch's BatchNorm, as <see cref="BatchNormAttribute"/>, corrects it by
    /// n/(n − 1).
    /// </summary>
    public float Momentum { get; set; } = 0.1f;

    /// <summary>Start with γ = 0 instead of 1, for the last layer of a residual block.</summary>
    public bool ZeroGamma { get; set; }

    /// <summary>Divide slab variances by S − 1 instead of S, as the published layer does; needs more than one pixel.</summary>
    public bool Bessel { get; set; }
}
