namespace SsnGen.Networks;

/// <summary>What a tensor of a network is for.</summary>
public enum TensorRole
{
    /// <summary>The weights of a convolution or linear layer.</summary>
    Weight,

    /// <summary>The bias of a convolution or linear layer.</summary>
    Bias,

    /// <summary>γ of a normalization.</summary>
    Gamma,

    /// <summary>β of a normalization.</summary>
    Beta,

    /// <summary>The control parameters of the means, and of the variances where they share their ratios.</summary>
    MeanControl,

    /// <summary>The control parameters of the variances.</summary>
    VarianceControl,

    /// <summary>Whether the ratios of the means are fixed, 0 or 1; 1 says that they are one-hot at the largest control parameter.</summary>
    MeanFixed,

    /// <summary>Whether the ratios of the variances are fixed, 0 or 1.</summary>
    VarianceFixed,

    /// <summary>The radius of SparsestMax in this layer.</summary>
    Radius,

    /// <summary>The running mean of a batch normalizer.</summary>
    RunningMean,

    /// <summary>The running variance of a batch normalizer.</summary>
    RunningVariance,

    /// <summary>The slopes of an activation below zero.</summary>
    Slope,
}
