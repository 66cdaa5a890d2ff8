namespace SsnGen;

/// <summary>
/// A normalizer: the set of values over which a mean and a variance are taken.
/// The order is that of the control parameters and of every importance-ratio vector.
/// </summary>
/// <remarks>Shao et al., <i>SSN: Learning Sparse Switchable Normalization via SparsestMax</i>, CVPR 2019, section 3.</remarks>
public enum Normalizer
{
    /// <summary>Instance normalization: one mean and variance per sample and channel.</summary>
    Instance = 0,

    /// <summary>Layer normalization: one mean and variance per sample, over all channels.</summary>
    Layer = 1,

    /// <summary>Batch normalization: one mean and variance per channel, over all samples; running moments in evaluation.</summary>
    Batch = 2,

    /// <summary>Group normalization: one mean and variance per sample and group of channels.</summary>
    Group = 3,
}
