namespace SsnGen.Training;

/// <summary>A part of a pass that the team runs between two waits.</summary>
internal enum SsnPhase
{
    /// <summary>Moments of each slab.</summary>
    SlabMoments,

    /// <summary>Moments of layers, groups and the batch, from those of the slabs.</summary>
    PoolMoments,

    /// <summary>Coefficients and output, slab moments given.</summary>
    Normalize,

    /// <summary>The whole forward pass, a few samples at a time.</summary>
    ForwardBySample,

    /// <summary>The whole forward pass, a few slabs at a time.</summary>
    ForwardBySlab,

    /// <summary>Sums of the gradient over each slab.</summary>
    SlabGradients,

    /// <summary>Sums over samples, groups and channels, from those of the slabs.</summary>
    PoolGradients,

    /// <summary>Sums over channels alone.</summary>
    PoolChannelGradients,

    /// <summary>Coefficients and gradient of the input, sums given.</summary>
    Differentiate,

    /// <summary>The backward pass but for the sums over channels, a few samples at a time.</summary>
    BackwardBySample,

    /// <summary>The backward pass but for the sums over channels, a few slabs at a time.</summary>
    BackwardBySlab,
}
