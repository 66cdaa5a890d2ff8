namespace SsnGen.Generator.Planning.Inference;

/// <summary>When the statistics that a layer needs are known, and so where it is normalized.</summary>
internal enum CollapseScope
{
    /// <summary>The layer has no normalization.</summary>
    None,

    /// <summary>Running moments only, behind a convolution: part of its weights and bias.</summary>
    Folded,

    /// <summary>Running moments only, behind another producer: a scale and a shift where the values are stored.</summary>
    Affine,

    /// <summary>Moments of single channels: normalized block by block, while the block is in cache.</summary>
    Channel,

    /// <summary>Moments over several channels: normalized once the whole sample is there.</summary>
    Sample,
}

/// <summary>The normalization that is left of a layer.</summary>
/// <param name="Mean">The normalizers that contribute to the mean: one where selected, all of Ω for a mixture.</param>
/// <param name="Variance">The same for the variance.</param>
/// <param name="Omega">The normalizers of the layer, which the loaded ratios are indexed by.</param>
/// <param name="IsMixture">Whether importance ratios weigh the normalizers; they are computed when the weights are loaded.</param>
/// <param name="Attribute">The attribute that selected the normalizers, or null.</param>
/// <param name="Groups">Groups of the group normalizer.</param>
/// <param name="Bessel">Whether slab variances are divided by S − 1.</param>
/// <param name="ParametersOffset">
/// Floats from the parameters' start to what the normalization computes with, in doubles: γ, β, the running part of the
/// mean, ε plus the running part of the variance (one value per padded channel each); for a mixture then the ratios of
/// the mean and those of the variance. For <see cref="CollapseScope.Affine"/> in floats: centre, scale, shift.
/// </param>
/// <param name="MomentsOffset">Floats from the arena's start to means and variances of the channels, in doubles.</param>
internal sealed record CollapsePlan(
    CollapseScope Scope,
    EquatableArray<Normalizer> Mean,
    EquatableArray<Normalizer> Variance,
    EquatableArray<Normalizer> Omega,
    bool IsMixture,
    bool SharedRatios,
    Gate Gate,
    int Groups,
    float Epsilon,
    bool Bessel,
    string? Attribute,
    long ParametersOffset,
    long ParametersLength,
    long MomentsOffset)
{
    public static CollapsePlan Nothing { get; } = new(
        CollapseScope.None, default, default, default, false, false, default, 1, 0, false, null, 0, 0, 0);

    /// <summary>What is live, in words: the attribute that selected it, where there is one, since it can be searched for.</summary>
    public string Live => Attribute
        ?? (IsMixture ? $"a mixture of {string.Join(", ", Omega)}, nothing being selected yet" : $"{Omega[0]}, the only normalizer of the layer");

    /// <summary>Whether moments of the sample itself are needed at all.</summary>
    public bool NeedsMoments => Scope is CollapseScope.Channel or CollapseScope.Sample;

    /// <summary>Whether variances of the channels are needed, not just means.</summary>
    public bool NeedsVariances => NeedsMoments && Variance.Any(static n => n != Normalizer.Batch);
}
