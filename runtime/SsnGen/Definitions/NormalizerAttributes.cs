namespace SsnGen;

/// <summary>
/// Normalizes the layer by one normalizer, with a scale γ and a shift β per channel: nothing is left to select. Parameters are named
/// as those of <see cref="SsnAttribute"/> are, without control parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class NormalizerAttribute : Attribute
{
    private protected NormalizerAttribute()
    {
    }

    /// <summary>Added to the variance before the square root. Default 1e-5.</summary>
    public float Epsilon { get; set; } = SsnAttribute.DefaultEpsilon;

    /// <summary>Start with γ = 0 instead of 1, for the last layer of a residual block.</summary>
    public bool ZeroGamma { get; set; }
}

/// <summary>
/// Batch normalization (Ioffe and Szegedy, ICML 2015) as PyTorch's: each channel over all samples and pixels of a batch; in
/// evaluation by running moments, whose variance is divided by n − 1, n being the values of a channel in a batch.
/// <c>[Ssn(Normalizer.Batch)]</c> divides it by n, as the published layer does.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BatchNormAttribute : NormalizerAttribute
{
    /// <summary>Weight of the new value in the running moments, which is PyTorch's convention. Default 0.1.</summary>
    public float Momentum { get; set; } = 0.1f;
}

/// <summary>Instance normalization (Ulyanov et al., 2016): each channel of a sample over its pixels, of which there must be more than one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class InstanceNormAttribute : NormalizerAttribute;

/// <summary>
/// Layer normalization (Ba et al., 2016): a sample over all its values; γ and β are per channel, as those of
/// <c>GroupNorm(1, C)</c> of PyTorch.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LayerNormAttribute : NormalizerAttribute;

/// <summary>Group normalization (Wu and He, ECCV 2018): a sample over each group of channels.</summary>
/// <param name="groups">Groups of channels; must divide the channels.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class GroupNormAttribute(int groups = 32) : NormalizerAttribute
{
    /// <summary>Groups of channels.</summary>
    public int Groups { get; } = groups;
}
